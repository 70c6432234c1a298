/** The token of this tab, for a service that requires one. It is forgotten when the tab is closed. */
import { useEffect, useState } from "preact/hooks";
import { readStored, writeStored } from "../storage";
import { endSession } from "./login";

const KEY = "token";
/** What the reader said about themselves is stored under this key. */
export const READER = "reader"; // not "profile": an earlier version stored there whoever was named in the last form
const listeners = new Set<(message: string) => void>();

export function readToken(): string | undefined {
  return readStored<string>("sessionStorage", KEY);
}

export function saveToken(token: string): void {
  writeStored("sessionStorage", KEY, token.trim());
}

export function authorizationHeader(): Record<string, string> {
  const token = readToken();
  return token ? { authorization: `Bearer ${token}` } : statedCaller();
}

/** Who the reader said they are, for a service without tokens: its log of changes shows the name as not verified. */
function statedCaller(): Record<string, string> {
  const { person } = readStored<{ person?: { id: string; name: string } }>("localStorage", READER) ?? {};
  if (!person) return {};
  const name = person.name.replace(/ \([^()]*\)$/, ""); // without the department
  return { "graph-caller-name": encodeURIComponent(name), "graph-caller-person": encodeURIComponent(person.id) };
}

/** Tells the page that the service rejected a request as unauthenticated, with the service's message. */
export function reportUnauthenticated(message: string): void {
  for (const listener of listeners) listener(message);
}

/** The message of the last rejection; undefined as long as the service accepts requests. */
export function useRejection(): string | undefined {
  const [message, setMessage] = useState<string>();
  useEffect(() => {
    listeners.add(setMessage);
    return () => void listeners.delete(setMessage);
  }, []);
  return message;
}

/** Saves the token and reloads the page with it. */
export function signIn(token: string): void {
  saveToken(token);
  location.reload();
}

/** Forgets the token, ends the session of the company login if there is one, and reloads the page without them. */
export async function signOut(hasSession: boolean): Promise<void> {
  writeStored("sessionStorage", KEY, undefined);
  if (hasSession) await endSession();
  location.reload();
}
