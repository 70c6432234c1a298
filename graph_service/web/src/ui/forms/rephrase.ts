/** Error messages of the service in the reader's terms: labels instead of API names, names instead of ids. */

const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

/** Commands of the API with the names of their buttons. */
const COMMANDS: Readonly<Record<string, string>> = {
  publishLesson: "“Publish”",
  answerReturn: "“Answer”",
  supersedeLesson: "“Replaced by another lesson”",
  closeProject: "“Close”",
  updateProject: "“Edit”",
  moveMember: "“Move”",
};
const COMMAND = new RegExp(`\\b(${Object.keys(COMMANDS).join("|")})\\b`, "g");
const STATUS = /\b(DRAFT|SUBMITTED|RETURNED|PUBLISHED|RETIRED|PLANNED|RUNNING|CLOSED|CANCELLED)\b/g;

/** What may be ids in a message: quoted texts, and the parts of a chain "(a → b → c)". */
export function idsIn(message: string): string[] {
  const quoted = [...message.matchAll(/'([^']+)'/g)].map(([, id = ""]) => id);
  const chained = [...message.matchAll(CHAIN)].flatMap(([, chain = ""]) => chain.split(" → "));
  return [...new Set([...quoted, ...chained])];
}

const CHAIN = /\(([^()]+(?: → [^()]+)+)\)/g;

/** The message with names in place of the ids that are known. */
export function replaceIds(message: string, names: Readonly<Record<string, string>>): string {
  return message
    .replace(/'([^']*)'/g, (quoted, id: string) => (names[id] === undefined ? quoted : `“${names[id]}”`))
    .replace(
      CHAIN,
      (_, chain: string) =>
        `(${chain
          .split(" → ")
          .map((id) => (names[id] === undefined ? id : `“${names[id]}”`))
          .join(" → ")})`,
    );
}

/** `labels`: field names with the labels of the form. `names`: ids with the names of what they stand for. */
export function rephraseError(
  message: string,
  labels: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
  formatDay: (iso: string) => string,
): string {
  const withLabels = replaceIds(message, names).replace(/\b[a-z]+(?:[A-Z][a-z]+)*\b(?= is | has | are | contains )/g, (field) =>
    labels[field] === undefined ? field : `“${labels[field]}”`,
  );
  return withLabels
    .replace(/there is no (\w+) with this id/, "there is no such $1 any more")
    .replace(/ \((?:unassign with )?`on` null\)/g, "")
    .replace(COMMAND, (command) => COMMANDS[command] ?? command)
    .replace(STATUS, (status) => status.toLowerCase())
    .replace(" Correct the input, or confirm it with confirm: true.", "")
    .replace(DATE, formatDay)
    .replace(/[^.]$/, "$&.");
}
