/** The name and the role of the token that this tab uses; read once. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type AccessRole, CallerRoleDocument, type CallerRoleQuery } from "../generated/graphql";
import { request } from "./graphql-client";

export type Caller = CallerRoleQuery["caller"];

const ROLES: readonly AccessRole[] = ["READER", "CONTRIBUTOR", "CURATOR", "ADMINISTRATOR"];
const caller = signal<Caller | undefined>(undefined);
let reading = false;

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
