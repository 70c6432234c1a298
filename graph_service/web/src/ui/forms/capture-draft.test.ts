import { expect, it } from "vitest";
import { type CaptureDraft, captureErrors, readCapture } from "./capture-draft";

const DRAFT: CaptureDraft = { text: " Order early. ", project: undefined, projectText: "", createProject: false, learner: undefined };

it("a sentence is enough for who is signed in", () => {
  expect(captureErrors(DRAFT, true)).toEqual({});
  expect(readCapture(DRAFT, true)).toEqual({ text: "Order early.", project: null });
});

it("without a word nothing is sent", () => {
  expect(captureErrors({ ...DRAFT, text: "  " }, true)).toEqual({ text: "Say in one sentence what you learned." });
  expect(captureErrors({ ...DRAFT, text: "🎉" }, true)).toEqual({ text: "Say it in words: one sentence is enough." });
  expect(captureErrors(DRAFT, false)).toEqual({ learner: "Pick a person from the list." });
  expect(readCapture({ ...DRAFT, text: " " }, true)).toBeUndefined();
});

it("a project is sent by ID, or by the name of one that is not there yet", () => {
  const tram = { id: "tram", name: "Tram 9" };
  expect(readCapture({ ...DRAFT, project: tram, projectText: "tra", createProject: true }, true)?.project).toBe("tram");
  expect(readCapture({ ...DRAFT, projectText: " Tram 10 ", createProject: true }, true)).toEqual({
    text: "Order early.",
    project: "Tram 10",
    createProject: true,
  });
  expect(readCapture({ ...DRAFT, learner: { id: "nadja", name: "Nadja" } }, false)?.learner).toBe("nadja");
});
