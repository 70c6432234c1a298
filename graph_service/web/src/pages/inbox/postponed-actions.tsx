/** A postponed lesson is decided on in a rundown of the phase that has come; the project holds one first if it has not. */
import { request } from "../../api/graphql-client";
import { HoldRundownDocument, type Phase } from "../../generated/graphql";
import { formatDay } from "../../text/format";
import { ChangeButton } from "../../ui/forms/change-button";
import { DecisionButtons } from "../../ui/forms/decision-buttons";
import { useProfile } from "../../ui/profile";
import type { Item } from "./item";

interface Props {
  lesson: NonNullable<Item["lesson"]>;
  project: NonNullable<Item["project"]>;
  phase: Phase;
  rundown: Item["rundown"];
}

export function PostponedActions({ lesson, project, phase, rundown }: Props) {
  const { person } = useProfile();
  if (rundown)
    return (
      <>
        <p class="meta">{`Decided in the rundown of ${formatDay(rundown.heldOn)}:`}</p>
        <DecisionButtons rundown={rundown.id} lesson={lesson} person={person} />
      </>
    );
  return (
    <div class="row actions">
      <ChangeButton
        class="first"
        label={`Hold a rundown today: ${project.name}, ${lesson.title}`}
        done={`Rundown of ${project.name} recorded.`}
        change={async (idempotencyKey) =>
          (await request(HoldRundownDocument, { input: { project: project.id, phase, idempotencyKey } })).holdRundown
        }
      >
        Hold a rundown today
      </ChangeButton>
    </div>
  );
}
