/**
 * The first N groups without reading all groups, and a proof that they are the first N.
 *
 * Each index is asked for its own first S groups. A group that an index did not list has there at
 * most the value of the last one listed; so a group that no index listed has, in all, at most the sum
 * of those last values. Where the N-th candidate is strictly above that sum, no other group can
 * belong to the first N. An index that listed fewer than S groups has no others: it adds 0. By cost
 * each index has two lists, and the sum is over both (list-by.ts).
 */
import pLimit from 'p-limit';
import type { IndexName } from '../../core/brand.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { groupName, groupTerms } from '../ask/group-values.ts';
import { addsUp } from '../ask/metric-table.ts';
import { addValues, type GroupBucket, type RawValue, rawValueOf } from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { countNames } from './count-names.ts';
import { type ListBy, listsBy } from './list-by.ts';
import { rankOf } from './rank.ts';
import { type RankedGroup, rankGroups } from './rank-groups.ts';
import type { IndexFacts } from './search-port.ts';
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
  readonly rows: readonly RankedGroup[];
  /** Number of groups within the bounds of the question, where they were looked for. */
  readonly within?: number;
  /** Number of all groups, where it is known. */
  readonly distinct: number | null;
  /** There are at least so many. */
  readonly distinctMin: number;
}

/** null: not provable in this way, ask all groups. @throws TamarinError */
export async function proveTop(
  question: GroupQuestion,
  snapshot: Snapshot,
): Promise<FirstGroups | null> {
  if (!addsUp(question.by) || question.isAscending) return null;
  if (!snapshot.indices.every(({ ranksExactly }) => ranksExactly)) return null;
  let size = Math.min(LIST_SIZE_MAX, Math.max(LIST_SIZE_MIN, LIST_SIZE_PER_ROW * question.limit));
  for (;;) {
    const lists = await listFirst(question, size, snapshot); // longer lists only after a failed proof
    if (lists === null || lists.names.length > CANDIDATES_MAX) return null;
    const counted = await countNames(lists.names, question, snapshot); // what this list named
    const rows = rankGroups(counted, question);
    const last = rows.at(question.limit - 1);
    const isProved =
      lists.isComplete ||
      (last !== undefined && rankOf(rawValueOf(last.raw, question.by), question) > lists.othersMax);
    if (isProved) {
      const distinct = lists.isComplete ? counted.size : null;
      return { rows, distinct, distinctMin: counted.size };
    }
    if (size >= LIST_SIZE_MAX) return null;
    size = Math.min(LIST_SIZE_MAX, size * LIST_GROWTH);
  }
}

interface Lists {
  /** Groups that any index listed. */
  readonly names: readonly string[];
  /** What a group that none listed can have at most. */
  readonly othersMax: RawValue;
  /** There are no others. */
  readonly isComplete: boolean;
}

/** null where a list is more than the server gives in one answer. */
async function listFirst(
  question: GroupQuestion,
  size: number,
  snapshot: Snapshot,
): Promise<Lists | null> {
  const shares = shareOut(snapshot.indices, size);
  const limit = pLimit(REQUESTS_IN_FLIGHT);
  const asked = listsBy(question.by).flatMap((by) => shares.map((indices) => ({ by, indices })));
  if (asked.length === 0) return null;
  try {
    const lists = await limit.map(asked, async ({ by, indices }) =>
      (await listSome(question, { by, size, indices }, snapshot)).map((list) => ({ by, list })),
    );
    return addUp(lists.flat(), { size, question });
  } catch (error) {
    limit.clearQueue(); // what one list was refused, the others would be too
    if (isTooMany(error)) return null;
    throw error;
  }
}

/** As the search threads of a small server. */
const REQUESTS_IN_FLIGHT = 4;
/**
 * A list of one index alone takes 0.6 of the time that it takes within a grouping by index, but each
 * request visits the shards of all indices.
 */
const INDICES_ALONE_MAX = 12;

/** Which indices are asked together, so that no answer has too many buckets. */
function shareOut(
  indices: readonly IndexFacts[],
  groupsEach: number,
): readonly (readonly IndexName[])[] {
  const perRequest =
    indices.length <= INDICES_ALONE_MAX ? 1 : Math.ceil(indices.length / REQUESTS_IN_FLIGHT);
  const size = Math.max(1, Math.min(perRequest, Math.floor(BUCKETS_MAX / groupsEach)));
  return Array.from({ length: Math.ceil(indices.length / size) }, (_, at) =>
    indices.slice(at * size, (at + 1) * size).map(({ name }) => name),
  );
}

interface Listed {
  readonly by: ListBy;
  readonly list: readonly GroupBucket[];
}

function addUp(
  lists: readonly Listed[],
  { size, question }: { readonly size: number; readonly question: GroupQuestion },
): Lists {
  const { dimension } = question;
  const names = new Set<string>();
  let othersMax: RawValue = 0;
  let isComplete = true;
  for (const { by, list } of lists) {
    for (const { key } of list) {
      const name = groupName(dimension, key);
      if (name !== null) names.add(name);
    }
    if (list.length < size) continue;
    isComplete = false;
    const last = list.at(-1);
    if (last !== undefined) othersMax = addValues(othersMax, by.mostOf(last));
  }
  return { names: [...names], othersMax, isComplete };
}

interface ListAsked {
  readonly by: ListBy;
  readonly size: number;
  readonly indices: readonly IndexName[];
}

/** The first groups of each of these indices, apart. */
async function listSome(
  { dimension, scope }: GroupQuestion,
  { by, size, indices }: ListAsked,
  snapshot: Snapshot,
): Promise<readonly (readonly GroupBucket[])[]> {
  const order = { [by.order]: 'desc' } as const;
  const terms = { ...groupTerms(dimension), size, shard_size: size, order };
  const list = { groups: { terms, aggs: by.aggs } };
  const query = scopeQuery(scope, { terms: { _index: indices } });
  if (indices.length === 1) return [(await snapshot.aggregate(query, list)).groups.buckets];
  const byIndex = { terms: { field: '_index', size: indices.length }, aggs: list };
  const { indices: each } = await snapshot.aggregate(query, { indices: byIndex });
  return each.buckets.map(({ groups }) => groups.buckets);
}
