/** The light or dark colour scheme: the system's, or the one that the reader chose, which is stored. */
import { signal } from "@preact/signals";

export type ColourScheme = "light" | "dark";

const KEY = "scheme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const stored = readStoredScheme();
const chosen = signal<ColourScheme | undefined>(stored === "light" || stored === "dark" ? stored : undefined);
const isSystemDark = signal(systemDark.matches);

function readStoredScheme(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // the browser denies access
  }
}

function currentScheme(): ColourScheme {
  return chosen.value ?? (isSystemDark.value ? "dark" : "light");
}

function applyScheme(): void {
  document.documentElement.dataset.scheme = currentScheme();
}

export function useColourScheme(): ColourScheme {
  return currentScheme();
}

export function chooseColourScheme(scheme: ColourScheme): void {
  try {
    localStorage.setItem(KEY, scheme);
  } catch {
    // The choice then holds until the page is left.
  }
  chosen.value = scheme;
  applyScheme();
}

systemDark.addEventListener("change", () => {
  isSystemDark.value = systemDark.matches;
  applyScheme();
});
addEventListener("beforeprint", () => {
  document.documentElement.dataset.scheme = "light"; // paper is white
});
addEventListener("afterprint", applyScheme);
applyScheme();
