/** The entries of the log of changes in words. */
import type { ActivityLogQuery, ActivityNamesQuery, ActivityNamesQueryVariables } from "../../generated/graphql";
import { type NodeKind, nodePath } from "../../url/paths";

export type Entry = ActivityLogQuery["activity"][number];

/** By action. An action that is not listed is shown by its name. */
const ACTIONS: Readonly<Record<string, string>> = {
  createDepartment: "Department created",
  updateDepartment: "Department edited",
  moveDepartment: "Department moved",
  closeDepartment: "Department closed or reopened",
  addPerson: "Person added",
  updatePerson: "Person edited",
  erasePerson: "Personal data erased",
  moveMember: "Moved to another department",
  correctMembership: "Membership corrected",
  createTopic: "Topic created",
  updateTopic: "Topic edited",
  appointSteward: "Steward appointed",
  endStewardship: "Stewardship ended or removed",
  startProject: "Project created",
  updateProject: "Project edited",
  closeProject: "Project closed",
  assign: "Person assigned to the project",
  unassign: "Assignment ended or removed",
  recordLesson: "Lesson recorded",
  reviseLesson: "Lesson edited",
  restoreLessonVersion: "Earlier version restored",
  submitLesson: "Lesson submitted for review",
  returnLesson: "Lesson returned with a question",
  answerReturn: "Question about a lesson answered",
  mergeLessons: "Lessons merged",
  publishLesson: "Lesson published",
  correctPublication: "Day of publication corrected",
  retireLesson: "Lesson retired",
  supersedeLesson: "Lesson replaced",
  linkRecurrence: "Marked as the same problem",
  dismissRecurrence: "Marked as not the same problem",
  recordReuse: "Reuse recorded",
  judgeReuse: "Reuse rated",
  confirmReuse: "Reuse confirmed",
  withdrawReuse: "Reuse withdrawn",
  holdRundown: "Rundown held",
  decideLesson: "Decision in a rundown",
  recordConversation: "Conversation recorded",
  createTask: "Task assigned",
  closeTask: "Task done",
  reopenTask: "Task opened again",
  undo: "Change undone",
  IMPORT: "Tables imported",
  undoImport: "Import undone",
  REPAIR: "Graph repaired",
  RESTRICTED: "A change of a lesson that you may not see",
};

export function actionText({ action }: Entry): string {
  return ACTIONS[action] ?? action;
}

/** An import is logged once per batch, and its batches can only be undone together: one entry for all of them, the latest. */
export function onePerImport(entries: readonly Entry[]): Entry[] {
  const isLatest = ({ undoableImport }: Entry, at: number) => entries.findIndex((other) => other.undoableImport === undoableImport) === at;
  return entries.filter((entry, at) => !entry.undoableImport || isLatest(entry, at));
}

/** How many of the entries belong to the same import as this one; 1 for other changes. */
export function batchesOf({ undoableImport }: Entry, entries: readonly Entry[]): number {
  return undoableImport ? entries.filter((other) => other.undoableImport === undoableImport).length : 1;
}

/** By field. A field that is not listed is shown by its name. */
const FIELDS: Readonly<Record<string, string>> = {
  title: "Title",
  context: "What happened",
  wentWell: "What went well",
  wentWrong: "What went wrong",
  recommendation: "Recommendation",
  phase: "Phase",
  status: "Status",
  learnedOn: "Learned on",
  publishedOn: "Published on",
  retiredOn: "Retired on",
  language: "Language",
  sourceUrl: "Source",
  audience: "Who may read it",
  reusedOn: "Reused on",
  outcome: "Outcome",
  judgedAt: "Rated at",
  note: "Note",
  hoursSaved: "Hours saved",
  costAvoided: "Cost avoided",
  currency: "Currency",
  confirmedAt: "Confirmed at",
  withdrawnOn: "Withdrawn on",
};

export function fieldText(name: string): string {
  return FIELDS[name] ?? name;
}

interface LoggedNode {
  name: string;
  path: string;
}
/** By label and id. */
export type LoggedNodes = ReadonlyMap<string, LoggedNode>;

export function nodeOf({ subjectLabel, subjectId }: Entry, nodes: LoggedNodes): LoggedNode | undefined {
  return nodes.get(`${subjectLabel} ${subjectId}`);
}

/** "Department created: Trams". What was removed since has no name any more. */
export function describe(entry: Entry, nodes: LoggedNodes): string {
  return [actionText(entry), nodeOf(entry, nodes)?.name].filter(Boolean).join(": ");
}

/** The ids of the nodes that the entries name, by the kind of node. */
export function namedIds(entries: readonly Entry[]): ActivityNamesQueryVariables {
  const ids = (label: string) => [
    ...new Set(entries.flatMap(({ subjectLabel, subjectId }) => (subjectLabel === label && subjectId ? [subjectId] : []))),
  ];
  const actors = entries.flatMap(({ actor, onBehalfOf }) => [...onBehalfOf, ...(actor ? [actor] : [])]);
  return {
    departments: ids("Department"),
    people: [...new Set([...ids("Person"), ...actors])],
    projects: ids("Project"),
    topics: ids("Topic"),
    lessons: ids("Lesson"),
    reuses: ids("Reuse"),
  };
}

/** A reuse is called by the title of its lesson, whose page shows it. */
export function readNodes(data: ActivityNamesQuery | undefined): LoggedNodes {
  if (!data) return new Map();
  const named = (label: string, kind: NodeKind, nodes: readonly { id: string; name: string }[]) =>
    nodes.map(({ id, name }) => [`${label} ${id}`, { name, path: nodePath(kind, id) }] as const);
  return new Map([
    ...named("Department", "departments", data.departments.nodes),
    ...named("Person", "people", data.people.nodes),
    ...named("Project", "projects", data.projects.nodes),
    ...named("Topic", "topics", data.topics.nodes),
    ...data.lessons.nodes.map(({ id, title }) => [`Lesson ${id}`, { name: title, path: nodePath("lessons", id) }] as const),
    ...data.reuses.nodes.map(
      ({ id, lesson }) => [`Reuse ${id}`, { name: lesson?.title ?? "", path: nodePath("lessons", lesson?.id ?? "") }] as const,
    ),
  ]);
}

/** Who sent the change, and for whom: "anna", "anna, for Nadja Petrov", "Ben (not verified)". me: the subject of the caller. */
export function whoText({ action, caller, callerSubject, verified, actor, onBehalfOf }: Entry, me: string, nodes: LoggedNodes): string {
  if (action === "RESTRICTED") return "not shown";
  const others = (verified ? onBehalfOf : actor ? [actor] : []).map((id) => nodes.get(`Person ${id}`)?.name ?? id);
  const isMe = callerSubject === me && (verified !== false || !caller);
  const sender = isMe ? "you" : caller === "" ? "somebody on this computer" : (caller ?? "not known");
  const named = others.filter((name) => name !== caller);
  return `${sender}${named.length ? `, for ${named.join(" and ")}` : ""}${verified === false && caller ? " (not verified)" : ""}`;
}
