/** A captured lesson as typed so far, what is wrong with it, and the input that it gives. */
import type { CaptureLessonInput } from "../../generated/graphql";
import type { Choice } from "../combobox/combobox-options";
import type { FormErrors } from "./form";

export interface CaptureDraft {
  text: string;
  project: Choice | undefined;
  /** What was typed for the project, if none of the list is chosen. */
  projectText: string;
  createProject: boolean;
  learner: Choice | undefined;
}

export const MAX_CAPTURE = 10_000; // characters
const LETTER = /\p{L}/u;

/** `isSignedIn`: whether the service knows who the reader is. */
export function captureErrors({ text, learner }: CaptureDraft, isSignedIn: boolean): FormErrors {
  return {
    ...(LETTER.test(text)
      ? {}
      : { text: text.trim() ? "Say it in words: one sentence is enough." : "Say in one sentence what you learned." }),
    ...(learner || isSignedIn ? {} : { learner: "Pick a person from the list." }),
  };
}

export function readCapture(draft: CaptureDraft, isSignedIn: boolean): CaptureLessonInput | undefined {
  const { text, project, projectText, createProject, learner } = draft;
  if (!text.trim()) return undefined;
  const name = projectText.trim();
  return {
    text: text.trim(),
    project: project?.id ?? (name || null),
    ...(!project && name && createProject ? { createProject } : {}),
    ...(learner && !isSignedIn ? { learner: learner.id } : {}),
  };
}
