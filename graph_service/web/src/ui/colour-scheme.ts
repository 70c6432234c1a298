/** Light or dark: as the system has it, or as the reader chose, which is remembered. */
import { signal } from "@preact/signals";

export type Scheme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const stored = recall();
const chosen = signal<Scheme | undefined>(stored === "light" || stored === "dark" ? stored : undefined);
const dark = signal(system.matches);
system.addEventListener("change", () => (dark.value = system.matches));

/** Nothing where the browser keeps nothing. */
function recall(): string | null {
  try {
    return localStorage.getItem("scheme");
  } catch {
    return null;
  }
}

function apply(): void {
  document.documentElement.dataset.scheme = current();
}

function current(): Scheme {
  return chosen.value ?? (dark.value ? "dark" : "light");
}

export function useScheme(): Scheme {
  return current();
}

export function choose(scheme: Scheme): void {
  try {
    localStorage.setItem("scheme", scheme);
  } catch {
    // it holds until the page is left
  }
  chosen.value = scheme;
  apply();
}

system.addEventListener("change", apply);
addEventListener("beforeprint", () => (document.documentElement.dataset.scheme = "light")); // paper is white
addEventListener("afterprint", apply);
apply();
