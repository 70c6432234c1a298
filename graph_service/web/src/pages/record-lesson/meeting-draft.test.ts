import { expect, it } from "vitest";
import { addLessons, blankMeeting, meetingErrors, newLesson, readMeeting, readNames } from "./meeting-draft";

const NADJA = { id: "nadja", name: "Nadja" };
const MEETING = { ...blankMeeting({ id: "tram", name: "Tram 9" }, NADJA), day: "2026-03-02" };

it("lessons of the notes are added once, and what has no word is not sent", () => {
  const lessons = addLessons([newLesson("Order early"), newLesson(" ")], ["Order early", "Test with dirt"]);
  expect(lessons.map(({ text }) => text)).toEqual(["Order early", " ", "Test with dirt"]);
  expect(readMeeting({ ...MEETING, lessons })).toEqual({
    project: "tram",
    heldOn: "2026-03-02",
    learners: ["nadja"],
    lessons: [
      { text: "Order early", learners: [] },
      { text: "Test with dirt", learners: [] },
    ],
  });
});

it("people and a project that are not there yet are sent by name", () => {
  const lessons = [{ ...newLesson("Order early"), learners: "Uwe, uwe@example.org" }];
  const input = readMeeting({ ...MEETING, project: undefined, projectText: " Tram 10 ", createProject: true, others: "Zoe;Ada", lessons });
  expect(input).toMatchObject({ project: "Tram 10", createProject: true, learners: ["nadja", "Zoe", "Ada"] });
  expect(input?.lessons).toEqual([{ text: "Order early", learners: ["Uwe", "uwe@example.org"] }]);
  expect(readNames(" ,; \n")).toEqual([]);
});

it("says what is missing", () => {
  expect(meetingErrors({ ...MEETING, people: [], lessons: [newLesson("Order early")] })).toEqual({ learners: "Add at least one person." });
  expect(meetingErrors(MEETING)).toEqual({ notes: "Write at least one lesson: one line each." });
  expect(readMeeting(MEETING)).toBeUndefined();
  const many = Array.from({ length: 201 }, (_, number) => newLesson(`lesson ${number}`));
  expect(meetingErrors({ ...MEETING, lessons: many })).toEqual({
    lessons: "These are 201 lessons; at most 200 are recorded at once.",
  });
});
