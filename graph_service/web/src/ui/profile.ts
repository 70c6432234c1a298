/** The person, project and department that the reader chose for themselves in the menu. This browser remembers them; no form changes them. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../storage";
import type { Choice } from "./combobox-options";

export interface Profile {
  person?: Choice | undefined;
  project?: Choice | undefined;
  department?: Choice | undefined;
}

const KEY = "reader"; // not "profile": an earlier version stored there whoever was named in the last form
const stored = signal<Profile>(readStored<Profile>("localStorage", KEY) ?? {});

export function useProfile(): Profile {
  return stored.value;
}

export function readProfile(): Profile {
  return stored.peek();
}

export function changeProfile(changes: Profile): void {
  stored.value = { ...stored.peek(), ...changes };
  writeStored("localStorage", KEY, stored.value);
}
