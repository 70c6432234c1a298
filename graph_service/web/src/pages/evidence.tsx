/** The reuses behind a figure, one by one. */

import { Link } from "wouter-preact";
import { useDirectory } from "../api/directory";
import { useQuery } from "../api/graphql-client";
import { type Direction, EvidenceDocument, type EvidenceQuery, type ReuseSort, type ReuseWhere } from "../generated/graphql";
import { OUTCOME_LABELS } from "../text/enum-labels";
import { formatDate, formatMoney, joinNames, plural } from "../text/format";
import { savingsTexts } from "../text/reuse-summary";
import { Pager } from "../ui/lists/pager";
import { type Column, Table } from "../ui/lists/table";
import { PageTitle } from "../ui/page-title";
import { QueryResult } from "../ui/query-result";
import { EVIDENCE_KINDS, type EvidenceFilter, evidenceWhere, readEvidenceFilter } from "../url/evidence-filter";
import { usePage } from "../url/paging";
import { lessonPath, personPath, projectPath } from "../url/paths";
import { listSort } from "../url/table-sort";
import { useView } from "../url/view-params";

type Reuse = EvidenceQuery["reuses"]["nodes"][number];

export function EvidencePage() {
  const { view, search } = useView();
  const directory = useDirectory();
  const filter = readEvidenceFilter(search);
  return <QueryResult query={directory}>{(data) => <Evidence where={evidenceWhere(data, view, filter)} filter={filter} />}</QueryResult>;
}

function Evidence({ where, filter }: { where: ReuseWhere; filter: EvidenceFilter }) {
  const { search } = useView();
  const departments = [filter.learnedIn, filter.reusedIn].filter((id) => id !== undefined);
  const query = useQuery(EvidenceDocument, {
    where,
    departments,
    sort: listSort(search, "reuses", SORT_KEYS, { reusedOn: "DESC" }),
    ...usePage(PAGE_SIZE),
  });
  return (
    <QueryResult query={query}>
      {(data) => (
        <>
          <PageTitle>{evidenceTitle(data, filter)}</PageTitle>
          <p>{savingsSentence(data)}</p>
          {countsParts(filter) && (
            <p class="meta">
              Each reuse is listed once and whole. In the figures, a reuse of a lesson that several departments learned together counts in
              parts, so a figure can differ from the number of reuses here.
            </p>
          )}
          <Table
            caption="Reuses"
            file="reuses"
            rows={data.reuses.nodes}
            emptyText="There are no such reuses in this period."
            columns={COLUMNS}
            sortedByService={Object.keys(SORT_KEYS)}
          />
          <Pager pageInfo={data.reuses.pageInfo} shown={data.reuses.nodes.length} total={data.reusesAggregate.count} />
        </>
      )}
    </QueryResult>
  );
}

const PAGE_SIZE = 100;

const SORT_KEYS: Record<string, (direction: Direction) => ReuseSort> = {
  Lesson: (title) => ({ lesson: { title } }),
  "Reused by": (name) => ({ person: { name } }),
  "Reusing department": (name) => ({ department: { name } }),
  Project: (name) => ({ project: { name } }),
  Date: (reusedOn) => ({ reusedOn }),
  Outcome: (outcome) => ({ outcome }),
  "Hours saved": (hoursSaved) => ({ hoursSaved }),
};

/** Whether figures about these reuses are sums of parts: they are about departments. */
function countsParts({ kind, learnedIn, reusedIn }: EvidenceFilter): boolean {
  return kind === "across" || kind === "home" || learnedIn !== undefined || reusedIn !== undefined;
}

const COLUMNS: readonly Column<Reuse>[] = [
  {
    header: "Lesson",
    value: ({ lesson }) => lesson.title,
    show: ({ lesson }) => <Link href={lessonPath(lesson.id)}>{lesson.title}</Link>,
  },
  { header: "Source department", value: ({ lesson }) => joinNames(lesson.departments.nodes.map(({ name }) => name)) },
  {
    header: "Reused by",
    value: ({ person }) => person?.name ?? null,
    show: ({ person }) => (person ? <Link href={personPath(person.id)}>{person.name}</Link> : "–"),
  },
  { header: "Reusing department", value: ({ department }) => department?.name ?? null },
  {
    header: "Project",
    value: ({ project }) => project.name,
    show: ({ project }) => <Link href={projectPath(project.id)}>{project.name}</Link>,
  },
  { header: "Date", value: ({ reusedOn }) => reusedOn, show: ({ reusedOn }) => formatDate(reusedOn) },
  { header: "Outcome", optional: true, value: ({ outcome }) => (outcome ? OUTCOME_LABELS[outcome] : null) },
  { header: "Hours saved", optional: true, value: ({ hoursSaved }) => hoursSaved ?? null },
  {
    header: "Cost avoided",
    optional: true,
    value: ({ costAvoided }) => (costAvoided == null ? null : Number(costAvoided)),
    show: ({ costAvoided, currency }) => formatMoney(costAvoided == null || !currency ? undefined : { sum: costAvoided, currency }),
  },
  { header: "Confirmed", optional: true, value: ({ confirmedBy }) => (confirmedBy ? "yes" : null) },
];

/** "26 reuses in Water of lessons from Roads with hours saved". */
function evidenceTitle({ departments, reusesAggregate: { count } }: EvidenceQuery, filter: EvidenceFilter): string {
  const { learnedIn, reusedIn, kind } = filter;
  const nameOf = (id: string) => departments.nodes.find((department) => department.id === id)?.name ?? id;
  return [
    plural(count, "reuse"),
    reusedIn ? `in ${nameOf(reusedIn)}` : "",
    learnedIn && kind !== "home" ? `of lessons from ${nameOf(learnedIn)}` : "",
    kind ? EVIDENCE_KINDS[kind] : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function savingsSentence({ reusesAggregate: { hoursSaved, costAvoided } }: EvidenceQuery): string {
  const texts = savingsTexts(hoursSaved.sum, costAvoided);
  return texts.length ? `Reported: ${joinNames(texts, texts.length)}.` : "No savings were reported.";
}
