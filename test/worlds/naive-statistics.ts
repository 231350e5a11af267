/** What `compare` says of a population, from the definitions in design.md and the README. */
import { type MetricName, unitOf } from './naive-metrics.ts';

export interface Group {
  readonly name: string;
  readonly value: number;
}

/** `ranked`: the greatest first, as whole numbers. */
export function comparePopulation(ranked: readonly Group[], by: MetricName, limit: number) {
  const unit = unitOf(by);
  const ascending = ranked.map(({ value }) => value).reverse();
  const count = ascending.length;
  const total = sumOf(ascending);
  const mean = count === 0 ? 0 : total / count / unit;
  const median = medianOf(ascending) / unit;
  const shown = ranked.slice(0, limit);
  const topTotal = sumOf(shown.map(({ value }) => value));
  const shareOf = (value: number): number => (total === 0 ? 0 : value / total);
  const below = countBelow(ascending);
  return {
    population: {
      count,
      total: total / unit,
      mean,
      median,
      p90: atRank(ascending, 90) / unit,
      p99: atRank(ascending, 99) / unit,
      max: (ascending.at(-1) ?? 0) / unit,
      gini: giniOf(ascending, total),
    },
    top: {
      count: shown.length,
      total: topTotal / unit,
      mean: shown.length === 0 ? 0 : topTotal / shown.length / unit,
      share: shareOf(topTotal),
    },
    rows: shown.map(({ name, value }) => ({
      name,
      value: value / unit,
      share: shareOf(value),
      timesMean: mean === 0 ? 0 : value / unit / mean,
      timesMedian: median === 0 ? null : value / unit / median,
      percentile: (below.get(value) ?? 0) / count,
    })),
  };
}

function sumOf(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + BigInt(value), 0n);
  if (sum > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('A total is above 2^53');
  return Number(sum);
}

/** The mean of the two middle values for an even count. */
function medianOf(ascending: readonly number[]): number {
  const middle = ascending.length / 2;
  const high = ascending[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((ascending[middle - 1] ?? 0) + high) / 2 : high;
}

/** Nearest rank: the value at position ceil(p × n), from 1, in whole numbers. */
function atRank(ascending: readonly number[], percent: number): number {
  const position = Math.floor((percent * ascending.length + 99) / 100);
  return ascending[position - 1] ?? 0;
}

/** Σ(2i − n − 1)·xᵢ ÷ (n·Σx) over ascending values. */
function giniOf(ascending: readonly number[], total: number): number {
  if (total === 0) return 0;
  const count = ascending.length;
  let sum = 0n;
  for (const [index, value] of ascending.entries())
    sum += BigInt(2 * (index + 1) - count - 1) * BigInt(value);
  // Eighteen decimal digits of the quotient, so that no rounding of two huge sums comes in.
  const scale = 10n ** 18n;
  return Number((sum * scale) / (BigInt(count) * BigInt(total))) / Number(scale);
}

/** For each value, how many are below it. */
function countBelow(ascending: readonly number[]): ReadonlyMap<number, number> {
  const below = new Map<number, number>();
  for (const [index, value] of ascending.entries()) if (!below.has(value)) below.set(value, index);
  return below;
}
