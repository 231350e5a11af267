/** What the rise of a day cost: its records, less the median of the days that it is compared with. */
import { type Cost, costOf } from '../../core/cost.ts';
import { TamarinError } from '../../core/error.ts';
import { fraction } from '../../core/fraction.ts';
import type { CostMetric } from '../ask/cost-metric.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { isTooMany } from '../count/server-limits.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { type PricedMetric, readCostMetric } from '../money/price-metric.ts';
import { type ComparedDay, daysOf, inDays } from './compared-days.ts';
import type { WhyQuestion } from './read.ts';

export interface Rise {
  readonly day: ComparedDay;
  readonly comparedWith: readonly ComparedDay[];
}

export interface RiseCosts extends Pick<PricedMetric, 'estimate' | 'doubts'> {
  /** Of the records that the filters let through; below 0 where they usually cost more. */
  readonly of: (rise: Rise, filters: Scope['filters']) => Promise<Cost>;
}

/** A text: which price is not known, and what is to be set. @throws TamarinError */
export async function readRiseCosts(
  { scope, zone }: WhyQuestion,
  snapshot: Snapshot,
): Promise<RiseCosts | string> {
  const priced = await readCostMetric({ scope }, snapshot).catch((error: unknown) => {
    if (error instanceof TamarinError && (error.code === 'config_invalid' || isTooMany(error)))
      return `${error.message} ${error.hint}`.trim();
    throw error;
  });
  if (typeof priced === 'string') return priced;
  const { cost, ...told } = priced;
  return { ...told, of: (rise, filters) => costOfRise(rise, { filters, zone, cost }, snapshot) };
}

interface Asked {
  readonly filters: Scope['filters'];
  readonly zone: string;
  readonly cost: CostMetric;
}

/** In half parts: a median may lie between two of them. */
async function costOfRise(
  { day, comparedWith }: Rise,
  { filters, zone, cost }: Asked,
  snapshot: Snapshot,
): Promise<Cost> {
  const query = scopeQuery({ from: null, to: null, filters }, inDays([day, ...comparedWith]));
  const { days } = await snapshot.aggregate(query, {
    days: { ...daysOf(zone), aggs: aggregationOf(cost) },
  });
  const counted = new Map(days.buckets.map((bucket) => [bucket.key, bucket]));
  const partsOf = ({ fromMs }: ComparedDay): bigint =>
    BigInt(rawValueIn(counted.get(fromMs) ?? { doc_count: 0 }, cost) ?? 0);
  const halves = 2n * partsOf(day) - twiceTheMedian(comparedWith.map(partsOf));
  const { currency = '', under = 1n } = cost.pricing ?? {};
  return costOf(fraction(halves, 2n * under), currency);
}

/** 0 of none. */
function twiceTheMedian(values: readonly bigint[]): bigint {
  const ascending = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const { length } = ascending;
  return (
    (ascending[Math.floor((length - 1) / 2)] ?? 0n) + (ascending[Math.floor(length / 2)] ?? 0n)
  );
}
