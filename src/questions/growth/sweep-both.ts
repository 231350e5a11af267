/** Every group of a dimension with its value in two ranges, read once: a page holds both. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { groupName, hasValue } from '../ask/group-values.ts';
import { aggregationOf, type MetricBucket, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { sweepFields } from '../evidence/sweep-pages.ts';
import type { Period } from './answer.ts';

export interface Counted {
  /** As the metric is read, before it is divided by its unit. */
  readonly value: number;
  readonly records: number;
}

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
    now: { filter: inNow, aggs: aggregationOf(by) },
    earlier: { filter: inEarlier, aggs: aggregationOf(by) },
  };
  const counted = (bucket: MetricBucket): Counted => ({
    value: Number(rawValueIn(bucket, by) ?? 0),
    records: bucket.doc_count,
  });
  let groups = 0;
  await sweepFields({ fields: [dimension.field], query, aggs }, snapshot, (bucket) => {
    const name = groupName(dimension, bucket.key[dimension.field] ?? '');
    if (name === null) return; // of another part of the field
    groups += 1;
    take(name, counted(bucket.now), counted(bucket.earlier));
    if (groups % PROGRESS_GROUPS === 0) onProgress?.({ groups, groupsExpected: null });
  });
}

const PROGRESS_GROUPS = 10_000;
