/** One page to send: the reader chooses findings and period, and prints the page, copies its link or sends it by mail. */
import { type Directory, useDirectory } from "../../api/directory";
import { useQuery } from "../../api/graphql-client";
import { type FirstIntroductionsQuery, SendDocument, type SendQuery } from "../../generated/graphql";
import { formatDay } from "../../text/format";
import { trendFinding } from "../../text/trend-sentences";
import { copyLink } from "../../ui/copy-link";
import { groupings } from "../../ui/filters/groupings";
import { PageTitle } from "../../ui/page-title";
import { QueryResult } from "../../ui/query-result";
import { type FindingId, findingsParam, lastingLink, lastingSearch, MAX_FINDINGS, readFindings } from "../../url/send-link";
import { addDays, tomorrow, useView, type View } from "../../url/view-params";
import { findingsOf, type OverviewData, useOverviewQueries } from "../overview/overview-data";
import { type Choice, chooseFindings, decisionOf } from "./chosen-findings";
import { contactsOf } from "./contacts";
import { mailTo } from "./mail";
import { savingsText } from "./savings";
import { Sheet, type SheetProps } from "./sheet";

export function SendPage() {
  const { view, search } = useView();
  const { overview, recording, introductions, periods } = useOverviewQueries();
  const directory = useDirectory();
  const more = useQuery(SendDocument, overview.data && { window: periods.window, level: view.level ?? null, topic: view.topic ?? null });
  return (
    <>
      <PageTitle>One page to send</PageTitle>
      <QueryResult query={overview} isEmpty={({ now: { exchange } }) => !exchange.cells.length}>
        {(data) => (
          <QueryResult query={recording}>
            {(recorded) => (
              <QueryResult query={introductions}>
                {(suggested) => (
                  <QueryResult query={more}>
                    {(sent) => (
                      <QueryResult query={directory}>
                        {(known) => (
                          <Send
                            {...{ sent, known }}
                            overview={{ data, recorded, periods, search: lastingSearch(search, view) }}
                            introductions={suggested}
                          />
                        )}
                      </QueryResult>
                    )}
                  </QueryResult>
                )}
              </QueryResult>
            )}
          </QueryResult>
        )}
      </QueryResult>
    </>
  );
}

interface SendProps {
  overview: OverviewData;
  introductions: FirstIntroductionsQuery;
  sent: SendQuery;
  known: Directory;
}

function Send({ overview, introductions, sent, known }: SendProps) {
  const { view, search } = useView();
  const findings = findingsOf(overview, introductions);
  const wanted = readFindings(search);
  const choice = chooseFindings(findings, wanted);
  const link = lastingLink(
    search,
    view,
    choice.chosen.map(({ id }) => id),
  );
  const sheet: SheetProps = {
    overview,
    organisation: organisationName(known),
    period: periodText(view, known, overview.periods.trend.to),
    headline: choice.chosen.some(({ id }) => id === "recording") ? undefined : trendFinding(findings.trend),
    findings: choice.chosen.map((item) => ({ ...item, decision: decisionOf(item.id, findings) })),
    hasDecisions: choice.chosen.length > 0 || !wanted,
    savings: savingsText(overview.data, sent, overview.recorded.others.count, overview.recorded.unattributed.count),
    contacts: contactsOf(findings, sent),
    link,
    asOf: formatDay(addDays(tomorrow(), -1)),
  };
  return (
    <div class="two send">
      <Sheet {...sheet} />
      <aside class="side" aria-label="What to send">
        <Chooser choice={choice} />
        <div class="stack">
          <button type="button" class="first" onClick={() => print()}>
            Print or save as PDF
          </button>
          <a class="btn" href={mailTo(sheet.organisation, sheet.period, sheet.findings, new URL(link, location.href).href)}>
            Send by mail
          </a>
          <button type="button" onClick={() => void copyLink(link)}>
            Copy link
          </button>
          <p class="meta">
            {view.window ? "The link opens this page for the same days." : "The link opens this page with the figures of that day."}
          </p>
        </div>
      </aside>
    </div>
  );
}

function Chooser({ choice: { items, chosen, isIncomplete } }: { choice: Choice }) {
  const { setParams } = useView();
  const ids = chosen.map(({ id }) => id);
  const isFull = ids.length >= MAX_FINDINGS;
  const toggle = (id: FindingId) =>
    setParams({ finding: findingsParam(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]) });
  return (
    <fieldset class="findings">
      <legend>Findings</legend>
      {items.map(({ id, kind, title }) => (
        <label key={id}>
          <input type="checkbox" checked={ids.includes(id)} disabled={isFull && !ids.includes(id)} onChange={() => toggle(id)} />
          <span>
            <b>{kind}</b> {title}
          </span>
        </label>
      ))}
      {!items.length && <p class="empty">Nothing needs attention in this period.</p>}
      {isIncomplete && <p class="meta">Not everything that the link names was found in this period.</p>}
      {isFull && items.length > MAX_FINDINGS && (
        <p class="meta">{`At most ${MAX_FINDINGS} fit on the page. Remove one to choose another.`}</p>
      )}
    </fieldset>
  );
}

/** The name of the only department without one above it. */
function organisationName({ departments }: Directory): string {
  const roots = departments.filter(({ ancestors }) => !ancestors.length);
  return (roots.length === 1 && roots[0]?.name) || "Lessons and reuses";
}

/** The days, and the filters that narrow the figures. `until`: the day after the last one of all time. */
function periodText({ window, level, topic }: View, { departments, topics }: Directory, until: string): string {
  const last = formatDay(addDays(window?.to ?? until, -1));
  const days = window ? `${formatDay(window.from)} to ${last}` : `until ${last}`;
  const topicName = topics.find(({ id }) => id === topic)?.name;
  const grouping = groupings(departments).find(({ value }) => value === String(level))?.name;
  return [days, topicName && `topic ${topicName}`, grouping && `by ${grouping.toLowerCase()}`].filter(Boolean).join(", ");
}
