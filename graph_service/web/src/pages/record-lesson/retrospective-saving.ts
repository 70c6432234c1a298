/** Saves the lessons of a retrospective one after the other: what is saved stays saved, and what is refused keeps its reason. */
import { request, toRequestError } from "../../api/graphql-client";
import { RecordLessonDocument } from "../../generated/graphql";
import { plural } from "../../text/format";
import { readableError } from "../../ui/readable";
import { reportChange } from "../../ui/undo";
import { attemptFor, type Entry, type RetrospectiveDraft } from "./retrospective-draft";

export const LABELS = { project: "Project", learnedOn: "Day of the retrospective" };
const LOST = "No connection to the service. Your text is kept; save again in a moment. What was saved is not recorded twice.";

/** What stopped the saving: a failure, or a question that saving again confirms. */
export interface Outcome {
  failure?: string;
  question?: string;
}

export interface Decision {
  publish: boolean;
  confirm: boolean;
}

type Patch = (key: string, changes: Partial<Entry>) => void;

export async function saveAll(todo: readonly Entry[], draft: RetrospectiveDraft, decision: Decision, patch: Patch): Promise<Outcome> {
  let refused = 0;
  for (const entry of todo) {
    const outcome = await saveOne(entry, draft, decision, patch);
    if (outcome === "refused") refused += 1;
    else if (outcome !== "saved") return outcome;
  }
  return refused ? { failure: `${plural(refused, "lesson")} could not be saved. See the reason beside it.` } : {};
}

async function saveOne(entry: Entry, draft: RetrospectiveDraft, decision: Decision, patch: Patch): Promise<"saved" | "refused" | Outcome> {
  const attempt = attemptFor(draft, entry, decision);
  patch(entry.key, { attempt, refused: undefined });
  try {
    const { recordLesson } = await request(RecordLessonDocument, { input: { ...attempt.input, idempotencyKey: attempt.key } });
    const isDraft = recordLesson.lesson.status === "DRAFT";
    patch(entry.key, { attempt: undefined, saved: { id: recordLesson.lesson.id, isDraft } });
    const done = `Lesson ${isDraft ? "saved as draft" : "published"}: ${entry.title}.`;
    reportChange([done, ...recordLesson.warnings].join(" "), recordLesson.activity);
    return "saved";
  } catch (thrown) {
    const { message, errors, isConnectionLost } = toRequestError(thrown);
    if (isConnectionLost) return { failure: LOST };
    const { code, field = "" } = errors[0]?.extensions ?? {};
    const text = await readableError(message, LABELS);
    const isQuestion = code === "CONFIRMATION_REQUIRED";
    patch(entry.key, { attempt: undefined, ...(isQuestion ? {} : { refused: { [field]: text } }) });
    return isQuestion ? { question: text } : "refused";
  }
}
