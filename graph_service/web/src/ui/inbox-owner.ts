/** Whose inbox the reader sees: their own. Without login it is that of the person whom they chose in the menu. */
import { useCaller } from "../api/caller";
import { useProfile } from "./profile";

/** The variables of a query for the inbox; undefined until they are known, and for readers, whose inbox is always empty. */
export function useInboxOwner(): { person: string | null } | undefined {
  const caller = useCaller();
  const { person } = useProfile();
  if (!caller || caller.role === "READER") return undefined;
  return { person: caller.verified ? null : (person?.id ?? null) };
}
