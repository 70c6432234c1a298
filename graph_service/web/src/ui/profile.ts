/** Who the reader said they are, in their menu: remembered in this browser. No form changes it, because people also record for others. */
import { signal } from "@preact/signals";
import { readStored, writeStored } from "../storage";
import type { Choice } from "./combobox-options";

export interface Profile {
  person?: Choice | undefined;
  project?: Choice | undefined;
  department?: Choice | undefined;
}

const KEY = "reader"; // "profile" held people whom a form had taken for the reader
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
