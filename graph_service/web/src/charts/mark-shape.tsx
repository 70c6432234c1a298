/** The marks for the outcome of a reuse, and for a lesson. */
import type { MarkKind } from "./layout/journey-layout";

export const MARK_LABELS: Readonly<Record<MarkKind, string>> = {
  HELPED: "helped",
  NO_EFFECT: "no effect",
  BACKFIRED: "backfired",
  unrated: "not rated yet",
  built: "lesson that builds on it",
};

/** Shape and colour differ, so that neither is needed alone. */
export function MarkShape({ kind, x, y }: { kind: MarkKind; x: number; y: number }) {
  switch (kind) {
    case "HELPED":
      return <circle cx={x} cy={y} r="7.5" class="f-data l-ground" stroke-width="2" />;
    case "NO_EFFECT":
      return <circle cx={x} cy={y} r="6.5" class="f-ground l-data" stroke-width="2.5" />;
    case "unrated":
      return <circle cx={x} cy={y} r="6.5" class="unrated" stroke-width="1.8" />;
    case "built":
      return <path d={`M${x} ${y - 7}l7 7l-7 7l-7 -7z`} class="built" stroke-width="2" />;
    case "BACKFIRED":
      return (
        <>
          <circle cx={x} cy={y} r="7.5" class="f-risk l-ground" stroke-width="2" />
          <path d={`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`} class="cross" stroke-width="2" />
        </>
      );
  }
}
