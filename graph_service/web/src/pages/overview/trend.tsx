/** Reuses per quarter, across and within departments, with the change as the title. */
import { Picture } from "../../charts/picture";
import { QuarterBars } from "../../charts/quarter-bars";
import { formatDate, formatDay } from "../../text/format";
import { ownReusesSentence } from "../../text/sentences";
import { isPartial, type Quarter, type Trend as TrendFound } from "../../text/trend";
import { trendTitle } from "../../text/trend-sentences";
import { Halves } from "../../ui/halves";
import { quarterColumns } from "../../ui/quarter-columns";
import { evidenceLink } from "../../url/evidence-link";
import { addDays, changeParams } from "../../url/view-params";

interface Props {
  quarters: readonly Quarter[];
  trend: TrendFound;
  /** Reuses in the window by people who had learned the lesson themselves. */
  own: number;
  search: string;
}

export function Trend({ quarters, trend, own, search }: Props) {
  if (!quarters.some(({ reuses }) => reuses)) return null;
  const hrefOf = ({ from, to }: Quarter) => evidenceLink(changeParams(search, { span: undefined, from, to }), { kind: "others" });
  const alarm = trend.kind === "silent" ? { from: addDays(trend.since, 1), text: `None since ${formatDay(trend.since)}` } : undefined;
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">{trendTitle(trend)}</h2>
      <Picture
        file="reuse-per-quarter"
        table={{
          caption: "Reuses per quarter",
          rows: quarters,
          columns: quarterColumns(hrefOf, ["Across departments", "Within a department"]),
        }}
        footer={
          <>
            <Incomplete quarters={quarters} />
            <LastWasOwn quarters={quarters} trend={trend} />
            <Halves of={quarters.flatMap(({ within, across }) => [within, across])} />
            <HowItIsCounted own={own} />
          </>
        }
      >
        {(width) => <QuarterBars quarters={quarters} width={width} hrefOf={hrefOf} alarm={alarm} />}
      </Picture>
    </section>
  );
}

/** Which quarters are cut, and by what. */
function Incomplete({ quarters }: { quarters: readonly Quarter[] }) {
  const cut = quarters.filter(isPartial);
  if (!cut.length) return null;
  const days = cut.map(({ from, to }) => `${formatDate(from)} to ${formatDate(addDays(to, -1))}`);
  return <p class="meta">{`Striped: incomplete. Only ${days.join(" and ")} ${days.length > 1 ? "are" : "is"} counted.`}</p>;
}

/** Why the quarter in which the silence began can have no reuse: a person's own lessons end a silence, but do not count. */
function LastWasOwn({ quarters, trend }: { quarters: readonly Quarter[]; trend: TrendFound }) {
  if (trend.kind !== "silent") return null;
  const began = quarters.find(({ from, to }) => from <= trend.since && trend.since < to);
  if (!began || began.reuses) return null;
  return <p class="meta">{`The reuse of ${formatDay(trend.since)} was of the person’s own lesson, which the bars do not count.`}</p>;
}

function HowItIsCounted({ own }: { own: number }) {
  return (
    <details class="how">
      <summary>How it is counted</summary>
      <p>
        A reuse counts on the day on which it took place. {ownReusesSentence(own)} The list of reuses across departments has only those
        whose department took no part in learning the lesson.
      </p>
    </details>
  );
}
