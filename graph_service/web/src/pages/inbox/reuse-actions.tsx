/** What is done with a reuse of the inbox: say whether the lesson helped, or confirm that it was used. */
import { useState } from "preact/hooks";
import { request } from "../../api/graphql-client";
import { ConfirmReuseDocument, JudgeReuseDocument, type Outcome } from "../../generated/graphql";
import { OUTCOME_LABELS } from "../../text/enum-labels";
import { capitalized } from "../../text/format";
import { ChangeButton } from "../../ui/forms/change-button";
import { JudgeForm } from "../../ui/forms/judge-form";
import { readProfile } from "../../ui/profile";
import type { Item } from "./item";

interface Props {
  reuse: NonNullable<Item["reuse"]>;
  /** The title of the lesson. */
  title: string;
}

function actor(): string | null {
  return readProfile().person?.id ?? null;
}

export function JudgeActions({ reuse, title }: Props) {
  const [isOpen, setOpen] = useState(false);
  const on = `${title} on ${reuse.project.name}`;
  return (
    <div class="row actions">
      {(Object.entries(OUTCOME_LABELS) as [Outcome, string][]).map(([outcome, label]) => (
        <ChangeButton
          key={outcome}
          label={`${capitalized(label)}: ${on}`}
          done="Rating saved."
          change={async (idempotencyKey) =>
            (await request(JudgeReuseDocument, { input: { reuse: reuse.id, by: actor(), outcome, idempotencyKey } })).judgeReuse
          }
        >
          {capitalized(label)}
        </ChangeButton>
      ))}
      <button type="button" class="quiet" aria-label={`Say more …: ${on}`} onClick={() => setOpen(true)}>
        Say more …
      </button>
      {isOpen && <JudgeForm reuse={reuse} onClose={() => setOpen(false)} />}
    </div>
  );
}

export function ConfirmActions({ reuse, title }: Props) {
  return (
    <div class="row actions">
      <ChangeButton
        class="first"
        label={`Confirm: ${title} on ${reuse.project.name}`}
        done="Reuse confirmed."
        change={async (idempotencyKey) =>
          (await request(ConfirmReuseDocument, { input: { reuse: reuse.id, by: actor(), idempotencyKey } })).confirmReuse
        }
      >
        Confirm
      </ChangeButton>
    </div>
  );
}
