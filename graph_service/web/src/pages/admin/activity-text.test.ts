import { expect, it } from "vitest";
import { actionText, batchesOf, type Entry, namedIds, nodeOf, onePerImport, readNodes, whoText } from "./activity-text";

const entry = (changes: Partial<Entry>): Entry => ({
  seq: 1,
  actor: null,
  subjectLabel: null,
  subjectId: null,
  notUndoableBecause: null,
  at: "2026-01-01T00:00:00Z",
  action: "recordReuse",
  caller: "anna",
  callerSubject: "token:anna",
  verified: true,
  onBehalfOf: [],
  changed: [],
  undoable: true,
  undoableImport: null,
  values: null,
  ...changes,
});
const NO_NODES = { nodes: [] };

it("names each node once, and the people for whom a change was made", () => {
  const entries = [
    entry({ subjectLabel: "Reuse", subjectId: "r", actor: "nadja" }),
    entry({ subjectLabel: "Reuse", subjectId: "r" }),
    entry({ subjectLabel: "Person", subjectId: "nadja" }),
  ];
  expect(namedIds(entries)).toEqual({ departments: [], people: ["nadja"], projects: [], topics: [], lessons: [], reuses: ["r"] });
});

it("shows the batches of an import as one entry", () => {
  const [later, batch, other, single] = [
    entry({ seq: 9, action: "IMPORT", undoableImport: 3 }),
    entry({ seq: 8, action: "IMPORT", undoableImport: 3 }),
    entry({ seq: 7 }),
    entry({ seq: 6, action: "IMPORT", undoableImport: 2 }),
  ] as const;
  const entries = [later, batch, other, single];
  expect(onePerImport(entries)).toEqual([later, other, single]);
  expect(entries.map((each) => batchesOf(each, entries))).toEqual([2, 2, 1, 1]);
});

it("calls a reuse by its lesson", () => {
  const nodes = readNodes({
    departments: NO_NODES,
    people: { nodes: [{ id: "nadja", name: "Nadja" }] },
    projects: NO_NODES,
    topics: NO_NODES,
    lessons: NO_NODES,
    reuses: { nodes: [{ id: "r", lesson: { id: "l", title: "Ask first" } }] },
  });
  expect(nodeOf(entry({ subjectLabel: "Reuse", subjectId: "r" }), nodes)).toEqual({ name: "Ask first", path: "/lessons/l" });
  expect(whoText(entry({ actor: "anna", onBehalfOf: ["nadja"] }), "token:anna", nodes)).toBe("you, for Nadja");
});

it("says who sent a change as far as it is known", () => {
  expect(whoText(entry({}), "token:ben", new Map())).toBe("anna");
  expect(whoText(entry({ caller: "", callerSubject: "local", verified: false }), "token:ben", new Map())).toBe("somebody on this computer");
  expect(whoText(entry({ caller: "", callerSubject: "local", verified: false }), "local", new Map())).toBe("you");
  expect(whoText(entry({ caller: "Ben", callerSubject: "local", verified: false, actor: "b" }), "local", new Map())).toBe(
    "Ben, for b (not verified)",
  );
  expect(whoText(entry({ caller: null, callerSubject: null, verified: null }), "token:ben", new Map())).toBe("not known");
  expect(actionText(entry({ action: "somethingNew" }))).toBe("somethingNew");
});
