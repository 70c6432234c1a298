/** The colour scheme: the system's, or the light or dark one that the reader chose, which is stored. */
import { signal } from "@preact/signals";

export type ColourScheme = "light" | "dark";

const KEY = "scheme";
const stored = readStoredScheme();
const chosen = signal<ColourScheme | undefined>(stored === "light" || stored === "dark" ? stored : undefined);

function readStoredScheme(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // the browser denies access
  }
}

/** Without the attribute, the style sheet follows the system. */
function applyScheme(): void {
  const { dataset } = document.documentElement;
  if (chosen.value) dataset.theme = chosen.value;
  else delete dataset.theme;
}

/** The reader's choice; undefined means that the system decides. */
export function useChosenScheme(): ColourScheme | undefined {
  return chosen.value;
}

export function chooseColourScheme(scheme: ColourScheme | undefined): void {
  try {
    if (scheme) localStorage.setItem(KEY, scheme);
    else localStorage.removeItem(KEY);
  } catch {
    // The choice then holds until the page is left.
  }
  chosen.value = scheme;
  applyScheme();
}

addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light"; // paper is white
});
addEventListener("afterprint", applyScheme);
applyScheme();
