/** Who sends the requests of this tab, and what they may do; read once. */
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type AccessRole, CallerRoleDocument, type CallerRoleQuery } from "../generated/graphql";
import { request } from "./graphql-client";

export type Caller = CallerRoleQuery["caller"];

const ROLES: readonly AccessRole[] = ["READER", "CONTRIBUTOR", "CURATOR", "ADMINISTRATOR"];
const caller = signal<Caller | undefined>(undefined);
let reading = false;

/** The person of the token or login; undefined without one. */
export const signedInPerson = computed(() => (caller.value?.verified ? (caller.value.person ?? undefined) : undefined));

/** Undefined until it is known. */
export function useCaller(): Caller | undefined {
  useEffect(() => {
    if (reading) return;
    reading = true;
    request(CallerRoleDocument, {}).then(
      (data) => (caller.value = data.caller),
      () => (reading = false), // the next component tries again
    );
  }, []);
  return caller.value;
}

/** Whether the caller may do what this role may. Until it is known, everything is offered. */
export function useMay(role: AccessRole): boolean {
  const known = useCaller();
  return !known || ROLES.indexOf(known.role) >= ROLES.indexOf(role);
}

/** Whether the caller is known to have at least this role. */
export function useHasRole(): (role: AccessRole) => boolean {
  const known = useCaller();
  return (role) => known !== undefined && ROLES.indexOf(known.role) >= ROLES.indexOf(role);
}

/** Whether the caller may publish lessons; a contributor only their own. Until it is known, it is offered. */
export function useMayPublish(): boolean {
  return useCaller()?.mayPublish ?? true;
}

/** The only person for whom a contributor may act; null if the service does not know who they are. Undefined for those who may act for everybody. */
export function useOnlyActsFor(): { id: string; name: string } | null | undefined {
  const known = useCaller();
  return known?.role === "CONTRIBUTOR" ? (known.person ?? null) : undefined;
}
