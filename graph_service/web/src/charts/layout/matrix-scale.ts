/** The steps of colour in a matrix: equal steps of the square root, so that small figures can be told apart beside a large one. */

export const STEPS = 6;
const MORE_CLASSES = ["more-1", "more-3", "more-4", "more-5"];
const LESS_CLASSES = ["less-1", "less-2", "less-3"];
const NEAR_CHANCE = 0.5; // reuses more or fewer than expected that count as none

/** The step of a value from 0, none, to STEPS, the largest. */
export function stepOf(value: number, largest: number): number {
  return value <= 0 || largest <= 0 ? 0 : Math.min(STEPS, Math.max(1, Math.ceil(STEPS * Math.sqrt(value / largest) - 1e-9)));
}

/** The largest value of each step, the first step first. */
export function stepLimits(largest: number): number[] {
  return Array.from({ length: STEPS }, (_, index) => largest * ((index + 1) / STEPS) ** 2);
}

/** The class of a difference from chance: "zero", or more or fewer in steps of the root up to the largest difference. */
export function chanceClass(difference: number, largest: number): string {
  if (Math.abs(difference) < NEAR_CHANCE) return "zero";
  const classes = difference > 0 ? MORE_CLASSES : LESS_CLASSES;
  const step = Math.ceil(classes.length * Math.sqrt(Math.abs(difference) / Math.max(largest, NEAR_CHANCE)) - 1e-9);
  return classes[Math.min(classes.length, Math.max(1, step)) - 1] as string;
}

/** Whether the text in a cell of this class is light on dark. */
export function isSolid(name: string): boolean {
  return /^(s[456]|more-[45])$/.test(name);
}
