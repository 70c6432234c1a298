/** Figures in words, in the reader's own language for numbers and dates; the sentences are English. */
const locale = typeof navigator === "undefined" ? "en" : navigator.language;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });

export const NONE = "–";

/** With one decimal where it isn't whole and small enough for it to matter. */
export function number(value: number | null | undefined): string {
  if (value == null) return NONE;
  return Math.abs(value) >= 100 ? whole.format(value) : tenth.format(value);
}

/** A share of one; what is not quite nothing, or not quite all, does not read so. */
export function percent(value: number | null | undefined): string {
  if (value == null) return NONE;
  if (value > 0 && value < 0.005) return `under ${share.format(0.01)}`;
  if (value >= 0.995 && value < 1) return `over ${share.format(0.99)}`;
  return share.format(Math.abs(value) < 0.005 ? 0 : value);
}

/** A number with its noun: 1 reuse, 2 reuses. */
export function plural(count: number, one: string, several = `${one}s`): string {
  const shown = number(count);
  return `${shown} ${shown === number(1) ? one : several}`;
}

/** Once, twice, 3 times. */
export function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${number(count)} times`;
}

const FULL_LINE = 50; // letters; who ends a shorter line means it

/** A text without the breaks of a file of fixed width: those within a paragraph after a full line, unless a list goes on. */
export function unwrapped(text: string): string {
  const lines = text.split("\n");
  return lines.reduce((told, line, at) => {
    const before = lines[at - 1] ?? "";
    return told + (before.length >= FULL_LINE && /^[^\s\-*•#|>]/.test(line) ? " " : "\n") + line;
  });
}

export function day(iso: string | null | undefined): string {
  return iso ? date.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)).replaceAll(" ", "\u00a0") : NONE;
}

export function money(amount: { sum: string | number; currency: string } | undefined): string {
  if (!amount) return NONE;
  return new Intl.NumberFormat(locale, { style: "currency", currency: amount.currency, maximumFractionDigits: 0 }).format(
    Number(amount.sum),
  );
}

/** How one figure compares with the one before: "12 more than before". Nothing where there is nothing to compare. */
export function change(now: number | null | undefined, before: number | null | undefined): string {
  if (now == null || before == null) return "";
  const by = now - before;
  if (number(Math.abs(by)) === number(0)) return "as many as before";
  return `${number(Math.abs(by))} ${by > 0 ? "more" : "fewer"} than before`;
}

/** Names in a row: A, B and C; beyond `most`: A, B and 4 others. */
export function listed(names: string[], most = 3): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} others`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : (shown[0] ?? "");
}
