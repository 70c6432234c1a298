/** What changed in this window, and what deserves attention. */
import type { ComponentChildren } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { type Answer, useAnswer } from "../../api/graphql-client";
import { Chart, type Ink } from "../../charts/chart";
import { FirstIntroductionDocument, type FirstIntroductionQuery, OverviewDocument, type OverviewQuery } from "../../generated/graphql";
import { change, day, listed, money, number, percent, plural } from "../../text/format";
import { closedFinding, meetingSentence, missedSentence, riskSentence, shareAcross, siloSentence } from "../../text/sentences";
import { Title } from "../../ui/page-title";
import { Show } from "../../ui/query-result";
import { Table } from "../../ui/table";
import { behind } from "../../url/evidence-link";
import { before, changed, type Days, keeping, monthsBefore, tomorrow, useView } from "../../url/view-params";

const EVER: Days = { from: "1000-01-01", to: "9999-12-31" };
const TREND_MONTHS = 36;

export function Overview() {
  const { view, search } = useView();
  const window = view.window ?? EVER;
  const trend = view.window
    ? { from: earlier(monthsBefore(view.window.to, TREND_MONTHS), view.window.from), to: view.window.to }
    : { from: null, to: tomorrow() };
  const variables = { window, level: view.level ?? null, topic: view.topic ?? null };
  const answer = useAnswer(OverviewDocument, { ...variables, before: view.window ? before(view.window) : EVER, trend });
  const meetings = useAnswer(FirstIntroductionDocument, answer.data && variables); // not before, or both would take longer
  return <Show answer={answer}>{(data) => <Found data={data} meetings={meetings} search={search} whole={!view.window} />}</Show>;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

function Found({
  data,
  meetings,
  search,
  whole,
}: {
  data: OverviewQuery;
  meetings: Answer<FirstIntroductionQuery>;
  search: string;
  whole: boolean;
}) {
  const { now } = data;
  const silos = now.silos.filter(({ verdict }) => verdict === "SILO");
  return (
    <>
      <Title>
        {title(
          data,
          silos.map(({ group }) => group.name),
        )}
      </Title>
      <Keys data={data} whole={whole} search={search} />
      <section aria-labelledby="attention">
        <h2 id="attention">What deserves attention</h2>
        <Attention data={data} meetings={meetings} silos={silos} search={search} />
      </section>
      <Trend data={data} search={search} />
    </>
  );
}

function title({ now }: OverviewQuery, silos: string[]): string {
  if (!now.flow.events) return "Nothing was reused in this time";
  const share = shareAcross(now.flow);
  const flows = share === null ? plural(now.flow.events, "reuse") : `${percent(share)} of reuse crossed departments`;
  if (!silos.length) return `${flows}; no department keeps to itself`;
  return `${flows}; ${closedFinding(silos)}`;
}

function Keys({ data, whole, search }: { data: OverviewQuery; whole: boolean; search: string }) {
  const { now } = data;
  const past = whole ? undefined : data.before;
  const { reported, confirmed } = now.benefits.total;
  const share = shareAcross(now.flow),
    shareBefore = past && shareAcross(past.flow);
  const hoursBefore = past?.benefits.total.reported.hoursSaved;
  return (
    <dl class="keys">
      <Key
        name={now.flow.events === 1 ? "reuse" : "reuses"}
        values={[number(now.flow.events)]}
        to={behind(search, {})}
        bars={[now.flow.events, past?.flow.events]}
        beside={change(now.flow.events, past?.flow.events) || `by ${plural(now.flow.people, "person", "people")}`}
      />
      <Key
        name="of them across departments"
        values={[percent(share)]}
        to={behind(search, { kind: "across" })}
        bars={[share, shareBefore]}
        beside={shareBefore == null ? "" : `${percent(shareBefore)} before`}
      />
      <Key
        name="hours saved, as reported"
        values={[number(reported.hoursSaved)]}
        to={behind(search, { kind: "hours" })}
        bars={[reported.hoursSaved, hoursBefore]}
        beside={
          <Confirmed
            shown={confirmed.hoursSaved == null ? [] : [number(confirmed.hoursSaved)]}
            stated={reported.hoursSaved != null}
            to={behind(search, { kind: "confirmed" })}
          />
        }
      />
      <Key
        name="avoided, as reported"
        values={reported.costAvoided.length ? reported.costAvoided.map(money) : [money(undefined)]}
        to={behind(search, { kind: "cost" })}
        beside={
          <Confirmed
            shown={confirmed.costAvoided.map(money)}
            stated={reported.costAvoided.length > 0}
            to={behind(search, { kind: "confirmedCost" })}
          />
        }
      />
      <Key
        name={now.shelf.published === 1 ? "lesson published" : "lessons published"}
        values={[number(now.shelf.published)]}
        to={keeping("/shelf", search)}
        bars={[now.shelf.published, past?.shelf.published]}
        beside={`${number(now.shelf.onShelf)} not looked at by others yet`}
      />
    </dl>
  );
}

/** How much of a figure somebody other than the one who reported it has confirmed. */
function Confirmed({ shown, stated, to }: { shown: string[]; stated: boolean; to: string }) {
  if (!stated) return <>nobody stated any</>;
  if (!shown.length) return <>nothing confirmed by others</>;
  return (
    <>
      <Link href={to}>{listed(shown)}</Link> confirmed by others
    </>
  );
}

interface Figure {
  name: string;
  values: string[];
  /** Where what stands behind it is listed. */
  to: string;
  /** Now and before: drawn under the figure where both are known. */
  bars?: [number | null | undefined, number | null | undefined];
  beside: ComponentChildren;
}

function Key({ name, values, to, bars = [null, null], beside }: Figure) {
  const [now, past] = bars,
    most = Math.max(now ?? 0, past ?? 0);
  const long = (value: number) => ({ width: `${(100 * value) / most}%` });
  return (
    <div>
      <dt>{name}</dt>
      <dd class="large">
        <Link href={to}>
          {values.map((value) => (
            <span key={value}>{value}</span>
          ))}
          <span class="unseen">{` ${name}: what stands behind it`}</span>
        </Link>
      </dd>
      <dd class="beside">{beside}</dd>
      {now != null && past != null && most > 0 && (
        <dd class="bars" aria-hidden="true" title="now, and before">
          <span class="now" style={long(now)} />
          <span style={long(past)} />
        </dd>
      )}
    </div>
  );
}

interface Attending {
  data: OverviewQuery;
  /** They come later than the rest. */
  meetings: Answer<FirstIntroductionQuery>;
  silos: OverviewQuery["now"]["silos"];
  search: string;
}

function Attention({ data: { now }, meetings, silos, search }: Attending) {
  const network = keeping("/network", search);
  const found = [
    ...silos.map((silo) => ({ kind: "Silo", text: siloSentence(silo), to: `${network}#silos` })),
    ...now.pairsAtRisk.slice(0, 2).map((pair) => ({ kind: "Rests on one person", text: riskSentence(pair), to: `${network}#risks` })),
    ...now.missedReuse.map((missed) => ({
      kind: "Came back",
      text: missedSentence(missed),
      to: missed.later ? `/lessons/${encodeURIComponent(missed.later.id)}` : network,
    })),
    ...(meetings.data?.network.introductions ?? []).map((meeting) => ({
      kind: "Introduction",
      text: meetingSentence(meeting),
      to: `${network}#introductions`,
    })),
  ];
  const waiting = !meetings.data && !meetings.error;
  if (!found.length && !waiting && !meetings.error) return <p class="nothing">Nothing stands out in this time.</p>;
  return (
    <ol class="attention">
      {found.map(({ kind, text, to }) => (
        <li key={text}>
          <span class="eyebrow">{kind}</span>
          <Link href={to}>{text}</Link>
        </li>
      ))}
      {meetings.error && (
        <li role="alert">
          <span class="eyebrow">Introduction</span>
          <span>{meetings.error.message}</span>
        </li>
      )}
      {waiting && (
        <li class="waiting" role="status">
          <span class="eyebrow">Introduction</span>
          <span class="faint">Looking for who should meet …</span>
        </li>
      )}
    </ol>
  );
}

function Trend({ data, search }: { data: OverviewQuery; search: string }) {
  const [, go] = useLocation();
  const rows = useMemo(
    () =>
      data.trend.timeline.map(({ window, network }) => ({
        name: quarter(window.from ?? ""),
        go: behind(changed(search, { span: undefined, from: window.from ?? undefined, to: window.to ?? undefined }), {}),
        ...network.flow,
      })),
    [data, search],
  );
  const draw = useCallback(
    (ink: Ink) => ({
      grid: { left: 40, right: 12, top: 36, bottom: 28 },
      legend: { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: { color: ink.faint } },
      tooltip: { trigger: "axis" as const, backgroundColor: ink.paper, borderColor: ink.rule, textStyle: { color: ink.ink } },
      xAxis: {
        type: "category" as const,
        data: rows.map(({ name }) => name),
        axisLine: { lineStyle: { color: ink.rule } },
        axisTick: { show: false },
        axisLabel: { color: ink.faint, hideOverlap: true },
      },
      yAxis: { type: "value" as const, splitLine: { lineStyle: { color: ink.rule } }, axisLabel: { color: ink.faint } },
      series: [
        {
          type: "bar" as const,
          stack: "reuses",
          name: "across departments",
          data: rows.map(({ across, go }) => ({ value: across, go })),
          itemStyle: { color: ink.data },
          barMaxWidth: 28,
        },
        {
          type: "bar" as const,
          stack: "reuses",
          name: "within a department",
          data: rows.map(({ within, go }) => ({ value: within, go })),
          itemStyle: { color: ink.data3 },
          barMaxWidth: 28,
        },
      ],
    }),
    [rows],
  );
  if (!rows.length) return null;
  const best = rows.reduce((most, row) => (row.events > most.events ? row : most));
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">{best.events ? `Most was reused in ${best.name}: ${plural(best.events, "reuse")}` : "Reuse per quarter"}</h2>
      <Chart
        label={`Reuses per quarter: ${rows.map(({ name, events }) => `${name} ${number(events)}`).join("; ")}.`}
        height={260}
        draw={draw}
        file="reuse-per-quarter"
        onGo={go}
      />
      <details>
        <summary>The same as a table</summary>
        <Table
          caption="Reuses per quarter"
          file="reuse-per-quarter"
          rows={rows}
          columns={[
            { head: "Quarter", value: ({ name }) => name },
            { head: "Reuses", value: ({ events }) => events, show: ({ events, go: to }) => <Link href={to}>{number(events)}</Link> },
            { head: "Across departments", value: ({ across }) => across },
            { head: "Within", value: ({ within }) => within },
          ]}
        />
      </details>
    </section>
  );
}

function quarter(iso: string): string {
  const month = Number(iso.slice(5, 7));
  return month ? `${iso.slice(0, 4)} Q${Math.ceil(month / 3)}` : day(iso);
}
