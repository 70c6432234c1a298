/** The filters for what was recorded and since when: the reuses of the page's view, by others and by the learners themselves. */
import type { Directory } from "../../api/directory";
import { topicSubtree } from "../../api/subtree";
import type { RecordingQueryVariables } from "../../generated/graphql";
import { evidenceWhere } from "../../url/evidence-filter";
import type { View } from "../../url/view-params";

/** Undefined until the directory is loaded, if the view has a topic. `until` is the day after the last one that is looked at. */
export function recordingVariables(directory: Directory | undefined, view: View, until: string): RecordingQueryVariables | undefined {
  if (view.topic && !directory) return undefined;
  const known = directory ?? { departments: [], topics: [] };
  const ever = evidenceWhere(known, { ...view, window: undefined }, { kind: "others" });
  const { scope: _, ...anybody } = ever;
  const topics = view.topic ? { topics: { some: { id: { in: topicSubtree(known, view.topic) } } } } : {};
  return {
    others: evidenceWhere(known, view, { kind: "others" }),
    own: { ...evidenceWhere(known, view, {}), scope: { eq: "OWN" } },
    unattributed: { ...evidenceWhere(known, view, {}), scope: { eq: "UNATTRIBUTED" } },
    ever,
    until: { ...anybody, reusedOn: { lt: until } }, // a silence is one of the learners too
    lessons: { status: { in: ["PUBLISHED", "RETIRED"] }, ...topics },
    retired: {
      status: { eq: "RETIRED" },
      ...topics,
      ...(view.window ? { publishedOn: { gte: view.window.from, lt: view.window.to } } : {}),
    },
  };
}
