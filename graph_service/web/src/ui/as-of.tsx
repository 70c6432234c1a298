/** Shows how recent the figures of the page are: "Figures as of 14:02, updating". */
import { useRecency } from "../api/recency";
import { formatTime } from "../text/format";

export function AsOf({ page }: { page: string }) {
  const recency = useRecency(page);
  if (!recency) return null;
  const { time, updating } = recency;
  const text = time ? `Figures as of ${formatTime(time, new Date())}${updating ? ", updating" : ""}` : "Updating the figures";
  return <p class="as-of">{text}</p>;
}
