/** The person, project and department that the reader chose for themselves in the menu. This browser remembers them; no form changes them. */
import { signal } from "@preact/signals";
import { signedInPerson } from "../api/caller";
import { READER } from "../api/token";
import { readStored, writeStored } from "../storage";
import type { Choice } from "./combobox/combobox-options";

export interface Profile {
  person?: Choice | undefined;
  project?: Choice | undefined;
  department?: Choice | undefined;
}

const stored = signal<Profile>(readStored<Profile>("localStorage", READER) ?? {});

export function useProfile(): Profile {
  return withSignedIn(stored.value, signedInPerson.value);
}

export function readProfile(): Profile {
  return withSignedIn(stored.peek(), signedInPerson.peek());
}

/** The person of a token or login counts, whatever the reader said before. */
function withSignedIn(profile: Profile, person: Choice | undefined): Profile {
  return person ? { ...profile, person } : profile;
}

export function changeProfile(changes: Profile): void {
  stored.value = { ...stored.peek(), ...changes };
  writeStored("localStorage", READER, stored.value);
}
