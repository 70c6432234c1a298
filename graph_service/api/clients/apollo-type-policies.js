/**
 * Combines two values of one field with the same arguments, such as two selections of `network`. Figures are never mixed: where two answers
 * disagree in a value that both have, the new one replaces the old one. Rows of a list are combined only if all of them agree.
 */
function combine(existing, incoming) {
  if (Array.isArray(existing) && Array.isArray(incoming)) {
    const same = existing.length === incoming.length && existing.every((row, at) => agrees(row, incoming[at]));
    return same ? existing.map((row, at) => combine(row, incoming[at])) : incoming;
  }
  if (!isValue(existing) || !isValue(incoming)) return incoming;
  const shared = Object.keys(incoming).filter((key) => key in existing);
  if (shared.some((key) => isScalar(incoming[key]) && existing[key] !== incoming[key])) return incoming;
  return { ...existing, ...incoming, ...Object.fromEntries(shared.map((key) => [key, combine(existing[key], incoming[key])])) };
}

/** Whether two rows have a value in common and differ in none. */
function agrees(a, b) {
  if (!isValue(a) || !isValue(b)) return isReference(a) && isReference(b) ? a.__ref === b.__ref : a === b;
  const shared = Object.keys(b).filter((key) => key in a && key !== "__typename");
  return shared.length > 0 && shared.every((key) => agreesIn(a[key], b[key]));
}

function agreesIn(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((row, at) => agrees(row, b[at]));
  return agrees(a, b);
}

const isReference = (value) => typeof value === "object" && value !== null && "__ref" in value;
const isScalar = (value) => typeof value !== "object" || value === null;
const isValue = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !isReference(value);

const combined = (names) => ({ fields: Object.fromEntries(names.map((name) => [name, { merge: (old, next) => combine(old, next) }])) });

export const typePolicies = {
  ...Object.fromEntries(Object.entries(FIELDS).map(([type, names]) => [type, combined(names)])),
  ...Object.fromEntries(NOT_STORED_BY_ID.map((type) => [type, { keyFields: false }])),
};

export const possibleTypes = { Node: NODES };
