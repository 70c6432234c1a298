/** What a project can do about a gate that is due: hold a rundown, record a conversation, and print the gate page. */
import { Link } from "wouter-preact";
import { ActionButtons } from "../../actions/action-buttons";
import { holdRundown, recordConversation } from "../../actions/rundown-actions";
import type { Phase } from "../../generated/graphql";
import { gatePath } from "../gate/gate-path";
import type { Item } from "./item";

export function GateActions({ project, phase }: { project: NonNullable<Item["project"]>; phase: Phase }) {
  return (
    <div class="row actions">
      <ActionButtons
        actions={[holdRundown(project, phase, () => undefined), recordConversation(project)]}
        label={({ name }) => `${name}: ${project.name}`}
      />
      <Link class="btn" href={gatePath(project.id, phase)} aria-label={`Gate page of ${project.name}`}>
        Gate page
      </Link>
    </div>
  );
}
