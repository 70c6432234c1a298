/** The token of this tab, for a service that requires one. It is forgotten when the tab is closed. */
import { useEffect, useState } from "preact/hooks";
import { readStored, writeStored } from "../storage";

const KEY = "token";
const listeners = new Set<(message: string) => void>();

export function readToken(): string | undefined {
  return readStored<string>("sessionStorage", KEY);
}

export function saveToken(token: string): void {
  writeStored("sessionStorage", KEY, token.trim());
}

export function authorizationHeader(): Record<string, string> {
  const token = readToken();
  return token ? { authorization: `Bearer ${token}` } : {};
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

/** Forgets the token and reloads the page without it. */
export function signOut(): void {
  writeStored("sessionStorage", KEY, undefined);
  location.reload();
}
