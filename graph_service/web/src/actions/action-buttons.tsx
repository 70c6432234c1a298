/** Buttons for the actions that the reader's role allows; the others are not offered. */
import { useState } from "preact/hooks";
import { useHasRole } from "../api/caller";
import type { Action } from "./action";
import { ActionDialog } from "./action-form";

interface Props {
  actions: readonly Action[];
  /** The classes of the buttons. */
  buttonClass?: string;
  /** The accessible name of a button, when the page has several of the same text. */
  label?: (action: Action) => string;
}

export function ActionButtons({ actions, buttonClass, label }: Props) {
  const hasRole = useHasRole();
  const [opened, setOpened] = useState<string>();
  const offered = actions.filter(({ role }) => hasRole(role));
  const action = offered.find(({ key }) => key === opened);
  if (!offered.length) return null;
  return (
    <div class="row actions">
      {offered.map((each) => (
        <button key={each.key} type="button" class={buttonClass} aria-label={label?.(each)} onClick={() => setOpened(each.key)}>
          {each.name}
        </button>
      ))}
      {action && <ActionDialog key={action.key} action={action} onClose={() => setOpened(undefined)} />}
    </div>
  );
}
