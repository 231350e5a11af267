/** All groups at once, where they are few: nothing to prove, because none is left out. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { groupName, groupTerms } from '../ask/group-values.ts';
import { addMetrics, aggregationsBy, NO_METRICS, type RawMetrics, readMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
import { scopeQuery } from '../ask/scope.ts';
import { isTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';

/** Below the 65,535 buckets that a server gives. */
const GROUPS_MAX = 10_000;
/** An estimate is off by a few per cent. */
const ESTIMATE_MAX = 9_000;

export interface FewGroups {
  readonly byName: ReadonlyMap<string, RawMetrics>;
  /** Of all of them, the metrics of every row. */
  readonly sum: RawMetrics;
  /** Records in the scope, in a group or in none. */
  readonly records: number;
}

/** null: they are not few, or more than the server gives. @throws TamarinError */
export async function readFewGroups(
  question: GroupQuestion,
  distinctEstimate: number | null,
  snapshot: Snapshot,
): Promise<FewGroups | null> {
  if (distinctEstimate !== null && distinctEstimate > ESTIMATE_MAX) return null;
  const page = await readAll(question, snapshot).catch((error: unknown) => {
    if (isTooMany(error)) return null;
    throw error;
  });
  // Fewer than asked for: no shard, and no slice of one, had more to give.
  if (page === null || page.buckets.length >= GROUPS_MAX) return null;
  const byName = new Map(
    page.buckets.map((bucket) => [
      groupName(question.dimension, bucket.key) ?? '',
      readMetrics(bucket, question.by),
    ]),
  );
  const sum = [...byName.values()].reduce(addMetrics, NO_METRICS);
  return { byName, sum, records: page.records };
}

async function readAll({ dimension, scope, by }: GroupQuestion, snapshot: Snapshot) {
  const terms = { ...groupTerms(dimension), size: GROUPS_MAX, shard_size: GROUPS_MAX };
  const { records, aggregated } = await snapshot.countAndAggregate(scopeQuery(scope), {
    groups: { terms, aggs: aggregationsBy(by) },
  });
  return { buckets: aggregated.groups.buckets, records };
}
