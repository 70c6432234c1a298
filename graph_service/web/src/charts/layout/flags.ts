/** Labels as flags on poles above and below an axis, so that no pole crosses a label and no two labels overlap, however many there are. */

export interface Flag {
  id: string;
  /** The position of its pole on the axis, in pixels. */
  x: number;
  /** The width of its text, which is to the right of the pole. */
  width: number;
}

export interface PlacedFlag extends Flag {
  /** Above or below the axis. */
  side: "above" | "below";
  /** 0 is nearest to the axis. */
  level: number;
}

export const FLAG_GAP = 6; // pixels between a pole and its text, and between texts

/** Flags alternate between above and below, in the order of their poles. On each side the leftmost is highest, as far as texts reach over poles. */
export function placeFlags(flags: readonly Flag[]): PlacedFlag[] {
  const sorted = [...flags].sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
  const side = (parity: number) => sorted.filter((_, index) => index % 2 === parity);
  return [...placeSide(side(0), "above"), ...placeSide(side(1), "below")];
}

function placeSide(flags: readonly Flag[], side: "above" | "below"): PlacedFlag[] {
  const placed: PlacedFlag[] = [];
  for (const flag of [...flags].reverse()) {
    const below = placed.filter(({ x }) => x <= flag.x + flag.width + 2 * FLAG_GAP); // their poles end under this text
    placed.push({ ...flag, side, level: 1 + Math.max(-1, ...below.map(({ level }) => level)) });
  }
  return placed;
}

/**
 * The right end of an axis that begins at `left`, so that no flag leaves a picture of this width. `share` is the place of a flag on the axis,
 * from 0 to 1. At least two thirds of the width, with flags of up to a quarter of it.
 */
export function axisEnd(flags: readonly { share: number; width: number }[], left: number, width: number): number {
  const ends = flags.filter(({ share }) => share > 0).map((flag) => left + (width - FLAG_GAP - flag.width - left) / flag.share);
  return Math.max((2 * width) / 3, Math.min(width - left, ...ends));
}

export interface Dot {
  id: string;
  x: number;
  radius: number;
}

const OVERLAP = 0.75; // of the sum of two radii: dots may touch a little

/** Vertical offsets of dots on one line, by id: dots that would cover each other move up or down as little as possible, the largest stay. */
export function spreadDots(dots: readonly Dot[]): Map<string, number> {
  const offsets = new Map<string, number>();
  const placed: (Dot & { y: number })[] = [];
  for (const dot of [...dots].sort((a, b) => b.radius - a.radius || a.x - b.x)) {
    const isFree = (y: number) =>
      placed.every((other) => Math.hypot(dot.x - other.x, y - other.y) >= OVERLAP * (dot.radius + other.radius));
    let y = 0;
    for (let step = 1; !isFree(y) && step < 60; step++) y = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 3;
    placed.push({ ...dot, y });
    offsets.set(dot.id, y);
  }
  return offsets;
}
