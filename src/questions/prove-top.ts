/**
 * The first N groups without reading all groups, and a proof that they are the first N.
 *
 * Each index is asked for its own first S groups. A group that an index did not list has there at
 * most the value of the last one listed; so a group that no index listed has, in all, at most the sum
 * of those last values. Where the N-th candidate is strictly above that sum, no other group can
 * belong to the first N. An index that listed fewer than S groups has no others: it adds 0.
 */
import type { IndexName } from '../core/brand.ts';
import { countNames } from './count-names.ts';
import type { GroupQuestion } from './group-question.ts';
import {
  aggregationOf,
  bucketsPerGroup,
  type GroupBucket,
  type RawMetrics,
  rawValueOf,
  readMetrics,
} from './metric-table.ts';
import { FirstRanked } from './rank.ts';
import { scopeQuery } from './scope.ts';
import { BUCKETS_MAX, isTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';

const LIST_SIZE_MIN = 100;
const LIST_SIZE_PER_ROW = 5;
const LIST_SIZE_MAX = 10_000;
/** A failed proof is tried again with lists this many times as long. */
const LIST_GROWTH = 4;
/** Beyond it a sweep over all groups is cheaper. */
const CANDIDATES_MAX = 200_000;

export interface FirstGroups {
  /** In order. */
  readonly rows: readonly { readonly name: string; readonly raw: RawMetrics }[];
  /** Number of all groups, where it is known. */
  readonly distinct: number | null;
}

/** null: not provable in this way, ask all groups. @throws TamarinError */
export async function proveTop(
  question: GroupQuestion,
  snapshot: Snapshot,
): Promise<FirstGroups | null> {
  if (!snapshot.indices.every(({ isOneSlice }) => isOneSlice)) return null;
  let size = Math.min(LIST_SIZE_MAX, Math.max(LIST_SIZE_MIN, LIST_SIZE_PER_ROW * question.limit));
  for (;;) {
    const lists = await listFirst(question, size, snapshot); // longer lists only after a failed proof
    if (lists === null || lists.names.length > CANDIDATES_MAX) return null;
    const counted = await countNames(lists.names, question, snapshot); // the same
    const rows = rankCounted(counted, question);
    const last = rows.at(question.limit - 1);
    const isProved =
      lists.isComplete ||
      (last !== undefined && rawValueOf(last.raw, question.by) > lists.othersMax);
    if (isProved) return { rows, distinct: lists.isComplete ? counted.size : null };
    if (size >= LIST_SIZE_MAX) return null;
    size = Math.min(LIST_SIZE_MAX, size * LIST_GROWTH);
  }
}

function rankCounted(
  counted: ReadonlyMap<string, RawMetrics>,
  { by, limit }: GroupQuestion,
): FirstGroups['rows'] {
  const first = new FirstRanked(limit);
  for (const [name, raw] of counted) first.add({ name, value: rawValueOf(raw, by) });
  return first.inOrder().flatMap(({ name }) => {
    const raw = counted.get(name);
    return raw === undefined ? [] : [{ name, raw }];
  });
}

interface Lists {
  /** Groups that any index listed. */
  readonly names: readonly string[];
  /** What a group that none listed can have at most. */
  readonly othersMax: number;
  /** There are no others. */
  readonly isComplete: boolean;
}

interface IndexBucket {
  readonly key: string;
  readonly groups: { readonly buckets: readonly GroupBucket[] };
}

/** null where even one index's list is more than the server gives in one answer. */
async function listFirst(
  question: GroupQuestion,
  size: number,
  snapshot: Snapshot,
): Promise<Lists | null> {
  const names = new Set<string>();
  let othersMax = 0;
  let isComplete = true;
  const indices = snapshot.indices.map(({ name }) => name);
  const indicesMax = Math.max(1, Math.floor(BUCKETS_MAX / (size * bucketsPerGroup(question.by))));
  try {
    for (let from = 0; from < indices.length; from += indicesMax) {
      const some = indices.slice(from, from + indicesMax);
      for (const { groups } of await listSome(question, { size, indices: some }, snapshot)) {
        for (const { key } of groups.buckets) names.add(String(key));
        if (groups.buckets.length < size) continue;
        isComplete = false;
        const last = groups.buckets.at(-1);
        othersMax += last === undefined ? 0 : rawValueOf(readMetrics(last), question.by);
      }
    }
  } catch (error) {
    if (isTooMany(error)) return null;
    throw error;
  }
  return { names: [...names], othersMax, isComplete };
}

/** The first groups of each of these indices, apart: an index is one shard, so a group of `_index`. */
async function listSome(
  { dimension, by, scope }: GroupQuestion,
  { size, indices }: { readonly size: number; readonly indices: readonly IndexName[] },
  snapshot: Snapshot,
): Promise<readonly IndexBucket[]> {
  const only = indices.length === snapshot.indices.length ? [] : [{ terms: { _index: indices } }];
  const { field } = dimension;
  const order = { [by.order]: 'desc' };
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope, ...only),
    aggs: {
      indices: {
        terms: { field: '_index', size: indices.length },
        aggs: {
          groups: { terms: { field, size, shard_size: size, order }, aggs: aggregationOf(by) },
        },
      },
    },
  });
  return (aggregations as unknown as { readonly indices: { readonly buckets: IndexBucket[] } })
    .indices.buckets; // the answer to these aggs
}
