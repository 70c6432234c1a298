/** The address of the gate page of a project. */
import type { Phase } from "../../generated/graphql";

export function gatePath(project: string, phase: Phase): string {
  return `/gate?${new URLSearchParams({ project, phase }).toString()}`;
}
