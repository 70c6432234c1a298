/** Error messages of the service in the reader's terms: labels instead of API names, names instead of ids. */

const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

/** `labels`: field names with the labels of the form. `names`: ids with the names of what they stand for. */
export function rephraseError(
  message: string,
  labels: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
  formatDay: (iso: string) => string,
): string {
  const withNames = message.replace(/'([^']*)'/g, (quoted, id: string) => (names[id] === undefined ? quoted : `“${names[id]}”`));
  const withLabels = withNames.replace(/\b[a-z]+(?:[A-Z][a-z]+)*\b(?= is | has | are | contains )/g, (field) =>
    labels[field] === undefined ? field : `“${labels[field]}”`,
  );
  return withLabels
    .replace(/there is no (\w+) with this id/, "there is no such $1 any more")
    .replace(" Correct the input, or confirm it with confirm: true.", "")
    .replace(DATE, formatDay)
    .replace(/[^.]$/, "$&.");
}
