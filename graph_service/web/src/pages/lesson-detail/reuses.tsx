/** The reuses of a lesson one by one, and what can be done about each. */
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useMay, useOnlyActsFor } from "../../api/caller";
import { request } from "../../api/graphql-client";
import { type Outcome, WithdrawReuseDocument } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { formatDate } from "../../text/format";
import { savingsTexts } from "../../text/reuse-summary";
import { ownListedSentence } from "../../text/sentences";
import { ChangeButton } from "../../ui/forms/change-button";
import { ConfirmForm, JudgeForm } from "../../ui/forms/judge-form";
import { Prose } from "../../ui/prose";
import { personPath, projectPath } from "../../url/paths";
import type { LessonData } from "./page";

export type Reuse = LessonData["reuses"]["nodes"][number];

const FIRST = 5; // reuses shown; a mark of the journey that leads to another one unfolds the rest

export function Reuses({ lesson: { reuses, reusesAggregate } }: { lesson: LessonData }) {
  const { totalCount: count } = reuses;
  if (!count) return null;
  return (
    <section aria-labelledby="reuses">
      <h2 id="reuses">Who reused the lesson</h2>
      <ReuseItems reuses={reuses.nodes.slice(0, FIRST)} />
      {reuses.nodes.length > FIRST && (
        <details>
          <summary>{`Show all ${reuses.nodes.length} reuses`}</summary>
          <ReuseItems reuses={reuses.nodes.slice(FIRST)} />
        </details>
      )}
      <p class="meta">{ownListedSentence(count - reusesAggregate.count)}</p>
      {count > reuses.nodes.length && <p class="faint">{`The newest ${reuses.nodes.length} of ${count}.`}</p>}
    </section>
  );
}

function ReuseItems({ reuses }: { reuses: readonly Reuse[] }) {
  return (
    <ol class="reuses">
      {reuses.map((reuse) => (
        <ReuseItem key={reuse.id} reuse={reuse} />
      ))}
    </ol>
  );
}

function ReuseItem({ reuse }: { reuse: Reuse }) {
  const { id, person, department, project, reusedOn, outcome, hoursSaved, costAvoided, currency, note, confirmedBy } = reuse;
  const costs = costAvoided && currency ? [{ sum: costAvoided, currency }] : [];
  const details = [...savingsTexts(hoursSaved, costs), confirmedBy && `confirmed by ${confirmedBy.name}`].filter(Boolean).join(", ");
  return (
    <li id={`reuse-${id}`}>
      <p>
        {person ? <Link href={personPath(person.id)}>{person.name}</Link> : "Somebody"}
        {department ? `, ${department.name}` : ""}, on <Link href={projectPath(project.id)}>{project.name}</Link>
      </p>
      {note && <Prose text={note} />}
      <p class="faint">
        {formatDate(reusedOn)} · <OutcomeTag outcome={outcome} /> {details}
      </p>
      <ReuseActions reuse={reuse} />
    </li>
  );
}

function OutcomeTag({ outcome }: { outcome: Outcome | null | undefined }) {
  return <span class={outcome === "BACKFIRED" ? "tag risk" : "tag"}>{outcome ? OUTCOME_LABELS[outcome] : "not rated yet"}</span>;
}

function ReuseActions({ reuse }: { reuse: Reuse }) {
  const [open, setOpen] = useState<"judge" | "confirm">();
  const close = () => setOpen(undefined);
  const only = useOnlyActsFor();
  if (!useMay("CONTRIBUTOR") || only === null) return null;
  const isOwn = reuse.person?.id === only?.id;
  const which = `${reuse.person?.name ?? "somebody"} on ${reuse.project.name}`;
  const rate = reuse.outcome ? "Change the rating" : "Did it help?";
  return (
    <div class="row">
      {(!only || (isOwn && !reuse.confirmedBy)) && (
        <button type="button" class="quiet" aria-label={`${rate} ${which}`} onClick={() => setOpen("judge")}>
          {rate}
        </button>
      )}
      {!reuse.confirmedBy && (!only || !isOwn) && (
        <button type="button" class="quiet" aria-label={`Confirm: ${which}`} onClick={() => setOpen("confirm")}>
          Confirm
        </button>
      )}
      {(!only || isOwn) && (
        <ChangeButton
          class="quiet"
          label={`Withdraw: ${which}`}
          done="Reuse withdrawn."
          change={async (idempotencyKey) =>
            (await request(WithdrawReuseDocument, { input: { reuse: reuse.id, idempotencyKey } })).withdrawReuse
          }
        >
          Withdraw
        </ChangeButton>
      )}
      {open === "judge" && <JudgeForm reuse={reuse} onClose={close} />}
      {open === "confirm" && <ConfirmForm reuse={reuse} onClose={close} />}
    </div>
  );
}
