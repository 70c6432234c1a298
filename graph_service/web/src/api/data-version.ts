/** Counts the changes made in this tab. Every query that is shown is sent again when the count rises. */
import { signal } from "@preact/signals";

const version = signal(0);

export function useDataVersion(): number {
  return version.value;
}

/** Sends the queries of the page again, because the data behind them has changed. */
export function reloadData(): void {
  version.value += 1;
}

/** Calls the function after every change. */
export function onDataChange(listener: () => void): void {
  let isFirst = true;
  version.subscribe(() => {
    if (!isFirst) listener();
    isFirst = false;
  });
}
