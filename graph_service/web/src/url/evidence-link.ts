/** The reuses behind a figure: as an address that can be shared, and as what the service is asked for. */

import { departmentsBelow, topicsBelow } from "../api/directory";
import type { FrameQuery, LessonWhere, ReuseWhere } from "../generated/graphql";
import { keeping, type View } from "./view-params";

export interface Behind {
  /** Departments in which the lessons were learned, and in which they were reused. */
  learned?: string | undefined;
  made?: string | undefined;
  /** Whether those below these departments count with them. */
  below?: boolean;
  kind?: keyof typeof KINDS | undefined;
}

/** What a reuse must have. */
export const KINDS = {
  across: "across departments",
  others: "of lessons that somebody else had learned",
  home: "of lessons of the reuser’s own department, learned by somebody else",
  hours: "with hours saved",
  confirmed: "with hours saved that somebody else confirmed",
  cost: "with costs avoided",
  confirmedCost: "with costs avoided that somebody else confirmed",
} as const;

const OF_KIND: Record<keyof typeof KINDS, ReuseWhere> = {
  across: { scope: { eq: "CROSS" } },
  others: { scope: { in: ["INTERNAL", "CROSS"] } },
  home: { scope: { eq: "INTERNAL" } },
  hours: { hoursSaved: { isNull: false } },
  confirmed: { hoursSaved: { isNull: false }, confirmedBy: { id: { isNull: false } } },
  cost: { currency: { isNull: false } },
  confirmedCost: { currency: { isNull: false }, confirmedBy: { id: { isNull: false } } },
};

/** Where the reuses behind a figure are listed, in the view it was read in. */
export function behind(search: string, { learned, made, below, kind }: Behind): string {
  const path = keeping("/reuses", search);
  const own = new URLSearchParams(
    Object.entries({ learned, made, kind, below: below ? "1" : undefined }).filter((one): one is [string, string] => !!one[1]),
  );
  return own.size ? `${path}${path.includes("?") ? "&" : "?"}${own}` : path;
}

export function readBehind(search: string): Behind {
  const given = new URLSearchParams(search),
    kind = given.get("kind") ?? "";
  return {
    learned: given.get("learned") ?? undefined,
    made: given.get("made") ?? undefined,
    below: given.has("below"),
    kind: kind in KINDS ? (kind as keyof typeof KINDS) : undefined,
  };
}

export function whereBehind(frame: FrameQuery, view: View, { learned, made, below, kind }: Behind): ReuseWhere {
  const place = (id: string) => ({ id: { in: below ? departmentsBelow(frame, id) : [id] } });
  const lesson: LessonWhere = {
    ...(learned ? { departments: { some: place(learned) } } : {}),
    ...(view.topic ? { topics: { some: { id: { in: topicsBelow(frame, view.topic) } } } } : {}),
  };
  return {
    withdrawnOn: { isNull: true },
    ...(view.window ? { reusedOn: { gte: view.window.from, lt: view.window.to } } : {}),
    ...(Object.keys(lesson).length ? { lesson } : {}),
    ...(made ? { department: place(made) } : {}),
    ...(kind ? OF_KIND[kind] : {}),
  };
}
