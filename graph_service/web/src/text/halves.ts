/** Why a number of reuses is not a whole one. */
const HALVES =
  "There are halves because a lesson that two departments learned together counts half for each, and so does a reuse by a person of two departments.";

/** The explanation if one of the numbers shows a fraction. */
export function halvesSentence(values: readonly (number | null | undefined)[]): string | undefined {
  return values.some((value) => value != null && !Number.isInteger(Math.round(value * 10) / 10)) ? HALVES : undefined;
}
