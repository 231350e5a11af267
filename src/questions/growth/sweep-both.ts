/** Every group of a dimension with its value in two ranges, read once: a page holds both. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { groupName, hasValue } from '../ask/group-values.ts';
import type { Metric } from '../ask/metric.ts';
import { aggregationOf, type MetricBucket, type RawMetrics, type RawValue, rawValueIn, rawValueOf } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { sweepFields } from '../evidence/sweep-pages.ts';
import type { Period } from './answer.ts';

export interface Counted {
  /** As the metric is read, before it is divided by its unit. */
  readonly value: RawValue;
  readonly records: number;
  /** In parts, where a cost stands beside the value. */
  readonly cost?: bigint;
}

/** Of records that were counted with all metrics of a row; of none it is 0. */
export const countedOf = (raw: RawMetrics | undefined, by: Metric): Counted =>
  counted(raw === undefined ? 0 : (rawValueOf(raw, by) ?? 0), raw?.requests ?? 0, by, raw?.cost);

/** Money is counted in whole parts, also where there is none. */
function counted(value: RawValue, records: number, by: Metric, cost: bigint = 0n): Counted {
  const beside = by.beside === undefined ? {} : { cost };
  return { value: by.key === 'cost' ? BigInt(value) : value, records, ...beside };
}

/** What a range of a group is asked for. */
const aggregationsOf = (by: Metric) => ({
  ...aggregationOf(by),
  ...(by.beside === undefined ? {} : aggregationOf(by.beside)),
});

interface BothRanges extends Omit<GroupQuestion, 'limit'> {
  readonly period: Period;
  readonly before: Period;
}

/** A group without a record in either range is not handed on. @throws TamarinError */
export async function sweepBoth(
  { dimension, by, scope, period, before }: BothRanges,
  snapshot: Snapshot,
  take: (name: string, now: Counted, earlier: Counted) => void,
  onProgress?: OnProgress,
): Promise<void> {
  const [now, earlier] = [period, before].map((range): Scope => ({ ...range, filters: [] }));
  const ranges = [now, earlier].flatMap((range) =>
    range === undefined ? [] : [scopeQuery(range)],
  );
  const [inNow = {}, inEarlier = {}] = ranges;
  const everywhere = { ...scope, from: null, to: null };
  const query = scopeQuery(everywhere, { bool: { should: ranges } }, hasValue(dimension));
  const aggs = {
    now: { filter: inNow, aggs: aggregationsOf(by) },
    earlier: { filter: inEarlier, aggs: aggregationsOf(by) },
  };
  const countedIn = (bucket: MetricBucket): Counted => {
    const cost = by.beside === undefined ? undefined : BigInt(rawValueIn(bucket, by.beside) ?? 0);
    return counted(rawValueIn(bucket, by) ?? 0, bucket.doc_count, by, cost);
  };
  let groups = 0;
  await sweepFields({ fields: [dimension.field], query, aggs }, snapshot, (bucket) => {
    const name = groupName(dimension, bucket.key[dimension.field] ?? '');
    if (name === null) return; // of another part of the field
    groups += 1;
    take(name, countedIn(bucket.now), countedIn(bucket.earlier));
    if (groups % PROGRESS_GROUPS === 0) onProgress?.({ groups, groupsExpected: null });
  });
}

const PROGRESS_GROUPS = 10_000;
