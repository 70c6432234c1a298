/** Scrolls to the top of a new page, and back to the earlier position on Back and Forward, once the page is long enough again. */
import { readStored, writeStored } from "../storage";

const KEY = "scroll";
const MAX_WAIT = 4_000; // milliseconds that a page has to become long enough
const positions = readStored<Record<string, number>>("sessionStorage", KEY) ?? {};
let current = "";
let stopRestoring: (() => void) | undefined;

/** The name of the current history entry, which its state holds. */
function entryName(): string {
  const state = history.state as { entry?: string } | null;
  if (state?.entry) return state.entry;
  const entry = Math.random().toString(36).slice(2);
  history.replaceState({ ...state, entry }, "");
  return entry;
}

function remember(): void {
  if (!stopRestoring) positions[current] = scrollY;
}

/** Scrolls as soon as the page is long enough, unless the reader scrolls first. */
function restore(position: number): void {
  stopRestoring?.();
  const observer = new ResizeObserver(attempt);
  const timer = setTimeout(stop, MAX_WAIT);
  const inputs = ["wheel", "touchstart", "keydown", "pointerdown"];
  function stop() {
    observer.disconnect();
    clearTimeout(timer);
    for (const input of inputs) removeEventListener(input, stop);
    stopRestoring = undefined;
  }
  function attempt() {
    if (document.documentElement.scrollHeight - innerHeight < position) return;
    scrollTo(0, position);
    stop();
  }
  stopRestoring = stop;
  for (const input of inputs) addEventListener(input, stop);
  observer.observe(document.body);
  attempt();
}

/** Called once, before the first page is shown. */
export function restoreScrollPositions(): void {
  history.scrollRestoration = "manual";
  current = entryName();
  if (positions[current]) restore(positions[current] ?? 0);
  addEventListener("scroll", remember, { passive: true });
  addEventListener("pagehide", () => writeStored("sessionStorage", KEY, positions));
  // wouter raises an event for every pushState.
  addEventListener("pushState", () => {
    stopRestoring?.();
    current = entryName();
    if (!location.hash) scrollTo(0, 0);
  });
  addEventListener("popstate", () => {
    current = entryName();
    restore(positions[current] ?? 0);
  });
}
