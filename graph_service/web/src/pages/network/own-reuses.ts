/** The filter for reuses by people who had learned the lesson themselves: they are counted nowhere on the page, and named once. */
import { useDirectory } from "../../api/directory";
import type { ReuseWhere } from "../../generated/graphql";
import { evidenceWhere } from "../../url/evidence-filter";
import { useView } from "../../url/view-params";

/** Undefined until the directory is loaded, if the view has a topic. */
export function useOwnReusesFilter(): ReuseWhere | undefined {
  const { view } = useView();
  const { data: directory } = useDirectory();
  if (view.topic && !directory) return undefined;
  return { ...evidenceWhere(directory ?? { departments: [], topics: [] }, view, {}), scope: { eq: "OWN" } };
}
