/** What reuses saved, in words. */
import { formatMoney, type Money, plural } from "./format";

/** "38 hours saved" or "2 hours lost", then "€88,500 avoided" for each currency. Zero and unknown amounts are left out. */
export function savingsTexts(hours: number | null | undefined, costs: readonly Money[]): string[] {
  return [
    ...(hours ? [`${plural(Math.abs(hours), "hour")} ${hours > 0 ? "saved" : "lost"}`] : []),
    ...costs.filter(({ sum }) => Number(sum)).map((cost) => `${formatMoney(cost)} avoided`),
  ];
}
