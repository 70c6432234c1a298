import { expect, test } from "vitest";
import { FINDING_IDS } from "../url/send-link";
import { FINDINGS, findingId } from "./task-actions";

test("each kind of finding has one name of ours and one of the service", () => {
  expect(FINDING_IDS.map((id) => findingId(FINDINGS[id]))).toEqual(FINDING_IDS);
});
