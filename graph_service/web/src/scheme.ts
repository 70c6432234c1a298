/** Light or dark: as the system has it, or as the reader chose, which is remembered. */
import { signal } from "@preact/signals";

export type Scheme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const stored = localStorage.getItem("scheme");
const chosen = signal<Scheme | undefined>(stored === "light" || stored === "dark" ? stored : undefined);
const dark = signal(system.matches);
system.addEventListener("change", () => (dark.value = system.matches));

function apply(): void {
  document.documentElement.dataset["scheme"] = current();
}

function current(): Scheme {
  return chosen.value ?? (dark.value ? "dark" : "light");
}

export function useScheme(): Scheme {
  return current();
}

export function choose(scheme: Scheme): void {
  localStorage.setItem("scheme", scheme);
  chosen.value = scheme;
  apply();
}

system.addEventListener("change", apply);
addEventListener("beforeprint", () => (document.documentElement.dataset["scheme"] = "light")); // paper is white
addEventListener("afterprint", apply);
apply();
