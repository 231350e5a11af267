/** Figures of a whole population of values, for comparing the top users with the average user. */

export interface Population {
  readonly count: number;
  readonly total: number;
  readonly mean: number;
  /** Mean of the two middle values for an even count. */
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** 0: all equal; towards 1: one has it all. */
  readonly gini: number;
}

/**
 * `ascending` holds every member's value, sorted, as whole numbers of which `unit` make one of what is
 * shown. All figures of an empty population are 0.
 */
export function describePopulation(ascending: Float64Array, unit = 1): Population {
  const count = ascending.length;
  const at = (position: number): number => (ascending[position - 1] ?? 0) / unit;
  const total = ascending.reduce((sum, value) => sum + value, 0);
  return {
    count,
    total: total / unit,
    mean: count === 0 ? 0 : total / count / unit,
    median: (at(Math.floor((count + 1) / 2)) + at(Math.ceil((count + 1) / 2))) / 2,
    p90: at(nearestRank(90, count)),
    p99: at(nearestRank(99, count)),
    max: at(count),
    gini: gini(ascending, total),
  };
}

/** Position, from 1, of a percentile by nearest rank. Whole numbers: 0.9 × 70 is not 63 for sure. */
const nearestRank = (percent: number, count: number): number => Math.ceil((percent * count) / 100);

/**
 * Σ(2i − n − 1)·xᵢ ÷ (n·Σx), i from 1. The terms exceed 2⁵³ long before the values do, so what
 * each addition rounds off is carried along (Neumaier).
 */
function gini(ascending: Float64Array, total: number): number {
  const count = ascending.length;
  if (total === 0) return 0;
  let [sum, carried] = [0, 0];
  for (const [index, value] of ascending.entries()) {
    const term = (2 * index + 1 - count) * value;
    const next = sum + term;
    carried += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return (sum + carried) / (count * total);
}

/** Share of the population whose value is below this one. */
export function shareBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return ascending.length === 0 ? 0 : low / ascending.length;
}
