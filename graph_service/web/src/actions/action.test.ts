import { expect, it } from "vitest";
import { type Action, choiceNames, findErrors, periodError, readInput } from "./action";

const WATER = { id: "water", name: "Water" };
const EDIT: Action = {
  name: "Edit",
  title: "Edit Anna",
  key: "updatePerson anna",
  role: "ADMINISTRATOR",
  fields: [
    { name: "name", label: "Name", kind: "text" },
    { name: "title", label: "Job title", kind: "text", optional: true },
    { name: "active", label: "Works here", kind: "checkbox" },
    { name: "topics", label: "Topics", kind: "topics" },
  ],
  initial: { name: "Anna", title: "Engineer", active: true, topics: [WATER] },
  target: { person: "anna" },
  sendsChanges: true,
  send: () => Promise.reject(new Error()),
  done: () => "Saved.",
};
const MOVE: Action = {
  ...EDIT,
  sendsChanges: false,
  initial: {},
  fields: [
    { name: "department", label: "Department", kind: "department", optional: true, sendsNull: true },
    { name: "on", label: "From", kind: "date", optional: true },
  ],
};

it("sends only what differs from the values before, and null for a field that was cleared", () => {
  expect(readInput(EDIT, { ...EDIT.initial, name: " Anna ", title: " " })).toEqual({ person: "anna", title: null });
  expect(readInput(EDIT, { ...EDIT.initial, active: false, topics: [] })).toEqual({ person: "anna", active: false, topics: [] });
});

it("asks for a change before it is saved", () => {
  expect(findErrors(EDIT, { ...EDIT.initial })).toEqual({ "": "Nothing has been changed yet." });
  expect(findErrors(EDIT, { ...EDIT.initial, name: " " })).toEqual({ name: "Fill in “Name”." });
});

it("sends ids of choices, leaves out empty fields, and sends null where it means none", () => {
  expect(readInput(MOVE, { department: WATER, on: "" })).toEqual({ person: "anna", department: "water" });
  expect(readInput(MOVE, { department: null })).toEqual({ person: "anna", department: null });
});

it("knows the names of the choices", () => {
  expect(choiceNames({ department: WATER, topics: [{ id: "t", name: "T" }], on: "2024-01-01", active: true, nothing: null })).toEqual({
    water: "Water",
    t: "T",
  });
});

it("a period ends after it begins", () => {
  expect(periodError({ from: "2024-02-01", to: "2024-02-01" }, "from", "to")).toEqual({ to: "This must be after the first day." });
  expect(periodError({ from: "2024-02-01", to: "2024-02-02" }, "from", "to")).toEqual({});
  expect(periodError({ from: "2024-02-01" }, "from", "to")).toEqual({});
});
