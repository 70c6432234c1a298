/** The statuses of lessons that only their authors and reviewers read. */
import type { LessonStatus } from "../generated/graphql";

export type UnpublishedStatus = "DRAFT" | "SUBMITTED" | "RETURNED";

export const UNPUBLISHED: UnpublishedStatus[] = ["DRAFT", "SUBMITTED", "RETURNED"];

export function isUnpublished(status: LessonStatus | undefined): status is UnpublishedStatus {
  return (UNPUBLISHED as (LessonStatus | undefined)[]).includes(status);
}
