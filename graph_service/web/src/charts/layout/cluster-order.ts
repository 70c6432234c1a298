/** The order of rows and columns that puts departments with much exchange next to each other. */

const STARTS = 12; // orders from which the search begins; the best result counts
const MAX_SWEEPS = 20;

/**
 * Indices 0 to n - 1 in an order that makes the sum of sqrt(exchange) x distance small (the linear arrangement problem): from several
 * shuffled orders, one item at a time is moved to its best place until nothing improves. `exchange` has n rows of n values and is summed
 * over both directions. The same input always gives the same order, the half with more exchange first.
 */
export function clusterOrder(exchange: readonly (readonly number[])[]): number[] {
  const size = exchange.length;
  const ties = exchange.map((row, i) => row.map((value, j) => (i === j ? 0 : Math.sqrt(value + (exchange[j]?.[i] ?? 0)))));
  const random = randomNumbers(size);
  let best = exchange.map((_, index) => index);
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < STARTS; start++) {
    const order = improve(start ? shuffled(size, random) : exchange.map((_, index) => index), ties);
    const length = totalLength(order, ties);
    if (length < least - 1e-9) [best, least] = [order, length];
  }
  return heavierFirst(best, exchange);
}

/** Moves one item at a time to the place where the ties to all others are shortest. */
function improve(start: number[], ties: readonly (readonly number[])[]): number[] {
  let order = start;
  let length = totalLength(order, ties);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    const before = length;
    for (const item of [...order]) {
      const rest = order.filter((other) => other !== item);
      for (let place = 0; place <= rest.length; place++) {
        const candidate = [...rest.slice(0, place), item, ...rest.slice(place)];
        const candidateLength = totalLength(candidate, ties);
        if (candidateLength < length - 1e-9) [order, length] = [candidate, candidateLength];
      }
    }
    if (length >= before - 1e-9) break;
  }
  return order;
}

function totalLength(order: readonly number[], ties: readonly (readonly number[])[]): number {
  let total = 0;
  for (let i = 0; i < order.length; i++) {
    const row = ties[order[i] as number] as readonly number[];
    for (let j = i + 1; j < order.length; j++) total += (row[order[j] as number] as number) * (j - i);
  }
  return total;
}

function heavierFirst(order: number[], exchange: readonly (readonly number[])[]): number[] {
  const weight = (index: number) => (exchange[index] ?? []).reduce((total, value) => total + value, 0);
  const half = Math.floor(order.length / 2);
  const sumOf = (indices: number[]) => indices.reduce((total, index) => total + weight(index), 0);
  return sumOf(order.slice(0, half)) >= sumOf(order.slice(-half || order.length)) ? order : [...order].reverse();
}

function shuffled(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** A reproducible sequence of numbers from 0 to 1 (a linear congruential generator). */
function randomNumbers(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
