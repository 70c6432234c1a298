/** What stands behind a figure: the reuses it counts, one by one. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useFrame } from "../api/directory";
import { useAnswer } from "../api/graphql-client";
import { EvidenceDocument, type EvidenceQuery, type ReuseWhere } from "../generated/graphql";
import { day, listed, money, number, plural } from "../text/format";
import { OUTCOMES } from "../ui/lists";
import { Title } from "../ui/page-title";
import { Show } from "../ui/query-result";
import { Leafing } from "../ui/search-form";
import { Table } from "../ui/table";
import { type Behind, KINDS, readBehind, whereBehind } from "../url/evidence-link";
import { useView } from "../url/view-params";

export function Reuses() {
  const { view, search } = useView();
  const frame = useFrame();
  return (
    <Show answer={frame}>
      {(known) => <Listed key={search} where={whereBehind(known, view, readBehind(search))} behind={readBehind(search)} />}
    </Show>
  );
}

function Listed({ where, behind }: { where: ReuseWhere; behind: Behind }) {
  const [after, setAfter] = useState<string[]>([]);
  const places = [behind.learned, behind.made].filter((id) => id !== undefined);
  const answer = useAnswer(EvidenceDocument, { where, places, after: after.at(-1) ?? null });
  return (
    <Show answer={answer}>
      {(data) => (
        <>
          <Title>{title(data, behind)}</Title>
          <p>{inAll(data)}</p>
          <Table
            caption="The newest first"
            file="reuses"
            rows={data.reuses.nodes}
            empty="Nothing of this kind was reused in this time."
            columns={[
              {
                head: "Lesson",
                value: ({ lesson }) => lesson.title,
                show: ({ lesson }) => <Link href={`/lessons/${encodeURIComponent(lesson.id)}`}>{lesson.title}</Link>,
              },
              { head: "Learned in", value: ({ lesson }) => listed(lesson.departments.nodes.map(({ name }) => name)) },
              {
                head: "Reused by",
                value: ({ person }) => person?.name ?? null,
                show: ({ person }) => (person ? <Link href={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link> : "–"),
              },
              { head: "In", value: ({ department }) => department?.name ?? null },
              {
                head: "On",
                value: ({ project }) => project.name,
                show: ({ project }) => <Link href={`/projects/${encodeURIComponent(project.id)}`}>{project.name}</Link>,
              },
              { head: "Day", value: ({ reusedOn }) => reusedOn, show: ({ reusedOn }) => day(reusedOn) },
              { head: "What came of it", optional: true, value: ({ outcome }) => (outcome ? (OUTCOMES[outcome] ?? null) : null) },
              { head: "Hours saved", value: ({ hoursSaved }) => hoursSaved ?? null, optional: true },
              {
                head: "Cost avoided",
                optional: true,
                value: ({ costAvoided }) => (costAvoided == null ? null : Number(costAvoided)),
                show: (one) => money(amount(one)),
              },
              { head: "Confirmed", optional: true, value: ({ confirmedBy }) => (confirmedBy ? "yes" : null) },
            ]}
          />
          <Leafing pageInfo={data.reuses.pageInfo} after={after} onLeaf={setAfter} />
        </>
      )}
    </Show>
  );
}

function amount({ costAvoided, currency }: EvidenceQuery["reuses"]["nodes"][number]) {
  return costAvoided == null || !currency ? undefined : { sum: costAvoided, currency };
}

function title({ departments, reusesAggregate: { count } }: EvidenceQuery, { learned, made, kind }: Behind): string {
  const name = (id: string) => departments.nodes.find((one) => one.id === id)?.name ?? id;
  const parts = [
    plural(count, "reuse"),
    kind ? KINDS[kind] : "",
    learned ? `of lessons from ${name(learned)}` : "",
    made ? `in ${name(made)}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function inAll({ reusesAggregate: { hoursSaved, costAvoided } }: EvidenceQuery): string {
  const said = [
    hoursSaved.sum ? `${number(hoursSaved.sum)} hours saved` : "",
    costAvoided.length ? `${listed(costAvoided.map(money))} avoided` : "",
  ].filter(Boolean);
  return said.length ? `${said.join(", ")}, as reported.` : "Nobody stated what they saved.";
}
