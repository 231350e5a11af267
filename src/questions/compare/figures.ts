/** The figures of a comparison: numbers, or money as a text. */
import type { Cost } from '../../core/cost.ts';
import { showCost, showPlainCost } from '../ask/cost-metric.ts';
import type { Metric } from '../ask/metric.ts';
import { plainValue, type RawValue } from '../ask/metrics.ts';
import type { Population } from '../count/statistics.ts';

export type Figure = number | Cost;

export type ShownPopulation = Pick<Population, 'count' | 'gini'> &
  Readonly<Record<'total' | 'mean' | 'median' | 'p90' | 'p99' | 'max', Figure>>;

/** As it is held of every member, in 8 bytes: whole numbers, or an amount. */
export const listed = (value: RawValue, by: Metric): number =>
  typeof value === 'bigint' ? plainValue(value, by) : value;

const figureOf =
  (by: Metric) =>
  (value: number): Figure =>
    by.key === 'cost' ? showPlainCost(value, by) : value;

/** To the last digit. */
export const showValue = (value: RawValue, by: Metric): Figure =>
  by.key === 'cost' ? showCost(BigInt(value), by) : plainValue(value, by);

/** To the last digit of money; 0 of nobody. */
export function showMean(sum: RawValue, count: number, by: Metric): Figure {
  const among = Math.max(1, count);
  return by.key === 'cost' ? showCost(BigInt(sum), by, among) : plainValue(sum, by) / among;
}

/** Of money, what is known to the last digit: the rest is held of every member in 8 bytes. */
interface Known {
  readonly sum: RawValue;
  /** Of the first row; undefined where there is nobody. */
  readonly most: RawValue | undefined;
}

export function showPopulation(
  population: Population,
  by: Metric,
  { sum, most = 0 }: Known,
): ShownPopulation {
  const { count, mean, median, p90, p99, max, gini } = population;
  const figure = figureOf(by);
  return {
    count,
    total: by.key === 'cost' ? showValue(sum, by) : population.total,
    mean: by.key === 'cost' ? showMean(sum, count, by) : mean,
    median: figure(median),
    p90: figure(p90),
    p99: figure(p99),
    max: by.key === 'cost' ? showValue(most, by) : figure(max),
    gini,
  };
}
