/** A change that a reader can make with a form, declared by its fields, and the input for the service that the form gives. */
import type { AccessRole, UndoableFragment } from "../generated/graphql";
import type { Choice } from "../ui/combobox/combobox-options";
import type { FormErrors } from "../ui/forms/form";

/** A text or a day, a tick, something picked from a list, or several of these. Null stands for an empty field. */
export type Value = string | boolean | Choice | readonly Choice[] | null;
export type Values = Readonly<Record<string, Value>>;

export type FieldKind = "text" | "email" | "paragraph" | "date" | "checkbox" | "department" | "person" | "topics";

export interface ActionField {
  /** The name of the field in the input of the mutation. */
  name: string;
  label: string;
  kind: FieldKind | "select";
  optional?: boolean;
  hint?: string;
  /** The choices of a select by their value. */
  choices?: Readonly<Record<string, string>>;
  /** Whether an empty field is sent as null, which then means "none". */
  sendsNull?: boolean;
}

export interface ActionResult {
  activity: UndoableFragment;
  warnings: readonly string[];
}

/** The input of a mutation, before it is known to fit its type. */
export type ActionInput = Readonly<Record<string, unknown>>;

export interface Action {
  /** The text of the button. */
  name: string;
  /** The title of the form. */
  title: string;
  /** The mutation and the id of its node, under which the draft is kept. */
  key: string;
  role: AccessRole;
  /** What the change does that its name does not say. */
  note?: string;
  fields: readonly ActionField[];
  /** What the fields start with; those left out start empty. */
  initial?: Values;
  /** Fields of the input that the form does not show, such as the node. */
  target?: ActionInput;
  /** Whether only the fields that differ from their initial values are sent. */
  sendsChanges?: boolean;
  saveLabel?: string;
  /** Errors besides those of empty fields. */
  check?: (values: Values) => FormErrors;
  /** The input for these values, from the input that the fields give. */
  adjust?: (input: ActionInput, values: Values) => ActionInput;
  /** The names of nodes by their ids, for messages. */
  names?: Readonly<Record<string, string>>;
  send: (input: ActionInput & { idempotencyKey: string }) => Promise<ActionResult>;
  /** The message after the change, a sentence. */
  done: (values: Values) => string;
  /** The address of what was created. */
  created?: (result: ActionResult) => string;
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === null || (typeof value === "string" && !value.trim());
}

/** The value as the service takes it: ids in place of choices, null for an empty field. */
function toInputValue({ kind }: ActionField, value: Value | undefined): unknown {
  if (kind === "topics") return ((value ?? []) as readonly Choice[]).map(({ id }) => id);
  if (kind === "checkbox") return value === true;
  if (isEmpty(value)) return null;
  return typeof value === "string" ? value.trim() : (value as Choice).id;
}

/** The fields of the form that are sent. */
function readFields({ fields, initial = {}, sendsChanges }: Action, values: Values): ActionInput {
  const entries = fields.flatMap((field): [string, unknown][] => {
    const value = toInputValue(field, values[field.name]);
    const isSent = sendsChanges
      ? JSON.stringify(value) !== JSON.stringify(toInputValue(field, initial[field.name]))
      : value !== null || field.sendsNull === true;
    return isSent ? [[field.name, value]] : [];
  });
  return Object.fromEntries(entries);
}

export function readInput(action: Action, values: Values): ActionInput {
  const input = { ...action.target, ...readFields(action, values) };
  return action.adjust ? action.adjust(input, values) : input;
}

const MISSING: Partial<Record<ActionField["kind"], string>> = {
  date: "Enter a date.",
  department: "Pick a department from the list.",
  person: "Pick a person from the list.",
};

export function findErrors(action: Action, values: Values): FormErrors {
  const missing = action.fields
    .filter(({ name, optional, kind }) => !optional && kind !== "checkbox" && isEmpty(values[name]))
    .map(({ name, label, kind }) => [name, MISSING[kind] ?? `Fill in “${label}”.`]);
  const isUnchanged = action.sendsChanges && !Object.keys(readFields(action, values)).length;
  return {
    ...(isUnchanged ? { "": "Nothing has been changed yet." } : {}),
    ...action.check?.(values),
    ...Object.fromEntries(missing),
  };
}

/** The names of the choices in a form by their ids. */
export function choiceNames(values: Values): Record<string, string> {
  const choices = Object.values(values).flatMap((value) => (value === null || typeof value !== "object" ? [] : value)) as Choice[];
  return Object.fromEntries(choices.map(({ id, name }) => [id, name]));
}

/** An error when a period would end before it begins. `until` is the first day after it. */
export function periodError(values: Values, from: string, until: string): FormErrors {
  const [start, end] = [values[from], values[until]];
  return start && end && end <= start ? { [until]: "This must be after the first day." } : {};
}
