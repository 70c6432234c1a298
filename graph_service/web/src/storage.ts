/** Values kept in the browser: in localStorage for good, in sessionStorage until the tab is closed. */

type StorageName = "localStorage" | "sessionStorage";

/** The value stored under a key; undefined when there is none, or when the browser denies access. */
export function readStored<T>(storage: StorageName, key: string): T | undefined {
  try {
    return (JSON.parse(window[storage].getItem(key) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value as JSON, or removes the key when the value is undefined. Does nothing when the browser denies access. */
export function writeStored(storage: StorageName, key: string, value: unknown): void {
  try {
    if (value === undefined) window[storage].removeItem(key);
    else window[storage].setItem(key, JSON.stringify(value));
  } catch {
    // Private windows deny access, and a full store refuses to write. Everything else works without it.
  }
}
