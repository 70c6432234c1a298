/** What a browser keeps for us: for good, or until its tab is closed. */

type Storage = "localStorage" | "sessionStorage";

/** What the browser keeps under a name; nothing where it keeps nothing, or refuses to. */
export function recall<T>(storage: Storage, name: string): T | undefined {
  try {
    return (JSON.parse(window[storage].getItem(name) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Has the browser keep a value, or forget it where there is none. A browser that refuses remembers nothing, and everything else works. */
export function keep(storage: Storage, name: string, value: unknown): void {
  try {
    if (value === undefined) window[storage].removeItem(name);
    else window[storage].setItem(name, JSON.stringify(value));
  } catch {
    // refused: private windows, or no room
  }
}
