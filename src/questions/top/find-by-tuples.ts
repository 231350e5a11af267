/** The first groups by a distinct count: all groups are read, because no part of one tells its count. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { NO_METRICS, type RawMetrics } from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { countNames } from '../count/count-names.ts';
import { areApart, countAllTuples, countTuples } from '../count/count-tuples.ts';
import { FirstRanked, type Ranked, rankOf } from '../count/rank.ts';
import type { RankedGroup } from '../count/rank-groups.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { countRecords, withTold } from '../count/totals.ts';

export interface Found {
  readonly all: RawMetrics;
  readonly first: readonly RankedGroup[];
  /** Number of groups within the bounds of the question, where it has any. */
  readonly within?: number | undefined;
  readonly distinct: { readonly value: number; readonly exact: boolean };
}

/** null: the metric is another. */
export async function findByTuples(
  question: GroupQuestion,
  missing: RawMetrics,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Found | null> {
  const { by, dimension, scope, limit } = question;
  if (by.tuples === undefined) return null;
  const first = new FirstRanked<Ranked & { readonly count: number }>(limit);
  let sum = 0;
  const groups = await countTuples(
    { by, dimension, scope },
    snapshot,
    ({ name, value }) => {
      first.add({ name, value: rankOf(value, question), count: value });
      sum += value;
    },
    onProgress,
  );
  const rows = first.inOrder();
  const names = rows.map(({ name }) => name);
  const counted = await countNames(names, question, snapshot);
  const query = scopeQuery(scope);
  const extra = areApart(by.tuples, dimension)
    ? sum + (missing.extra ?? 0)
    : await countAllTuples({ by, scope }, snapshot);
  return {
    all: {
      ...(await withTold(await countRecords(query, snapshot), { query, by }, snapshot)),
      extra,
    },
    first: rows.map(({ name, count }) => ({
      name,
      raw: { ...(counted.get(name) ?? NO_METRICS), extra: count },
    })),
    distinct: { value: groups, exact: true },
  };
}
