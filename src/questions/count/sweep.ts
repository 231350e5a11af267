/**
 * Reads every group of a dimension once, page by page in the order of their names. Exact on any
 * number of shards and slices, because a page is cut by name and not by value.
 */

import type { CompositeKey } from '../ask/aggregation.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { beforeFirst, groupName, hasValue } from '../ask/group-values.ts';
import { REQUESTS } from '../ask/metric-table.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { BUCKETS_MAX, halvingOnTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';

const FIRST_PAGE_GROUPS = 10_000;
/** Large pages, because each one costs the server a look at all records; bounded by memory. */
const PAGE_BYTES = 6_000_000;
/** What a group takes in an answer beside its name. */
const GROUP_BYTES = 80;

/** The server holds some KB for each of them. */
const ESTIMATED_GROUPS_MAX = 10_000;

export type SweptQuestion = Omit<GroupQuestion, 'limit'>;

/** A group with its value of the metric that is asked by; null: none of its records has one. */
export interface SweptGroup {
  readonly name: string;
  readonly value: number | null;
}

/** How far a sweep has come. */
export interface SweepProgress {
  readonly groups: number;
  /** Of about so many; null where nobody can tell. */
  readonly groupsExpected: number | null;
}

export type OnProgress = (progress: SweepProgress) => void;

/**
 * Calls `take` with every group, and `onPage` with their number so far; resolves to their number.
 * @throws TamarinError
 */
export async function sweepGroups(
  question: SweptQuestion,
  snapshot: Snapshot,
  take: (group: SweptGroup) => void,
  onPage?: (groups: number) => void,
): Promise<number> {
  let sizeMax = question.by.combines === 'estimate' ? ESTIMATED_GROUPS_MAX : BUCKETS_MAX;
  let size = Math.min(FIRST_PAGE_GROUPS, sizeMax);
  const start = beforeFirst(question.dimension);
  let after: CompositeKey | undefined = start === undefined ? start : { name: start };
  let groups = 0;
  for (;;) {
    const from = after;
    const { page, asked } = await halvingOnTooMany(size, async (asked) => ({
      page: await readPage(question, { size: asked, after: from }, snapshot),
      asked,
    })); // each page begins where the one before ended
    let nameLengths = 0;
    for (const bucket of page.buckets) {
      const name = groupName(question.dimension, bucket.key.name ?? '');
      // Of a part: values of other names stand behind its last, hardly ever before its first.
      if (name === null && groups > 0) return groups;
      if (name === null) continue;
      nameLengths += name.length;
      groups += 1;
      take({ name, value: rawValueIn(bucket, question.by) });
    }
    onPage?.(groups);
    after = page.after_key;
    if (page.buckets.length < asked || after === undefined) return groups;
    const groupBytes = GROUP_BYTES + nameLengths / page.buckets.length;
    const wanted = Math.ceil(PAGE_BYTES / groupBytes);
    // What the server has refused once is not asked again.
    if (asked < size) sizeMax = asked;
    size = Math.min(wanted, sizeMax);
  }
}

/** Each group with the number of its records. */
export function sweepRecords(
  { lead, scope }: { readonly lead: Dimension; readonly scope: Scope },
  snapshot: Snapshot,
  take: (group: { readonly name: string; readonly records: number }) => void,
  onPage?: (groups: number) => void,
): Promise<number> {
  const question = { dimension: lead, by: REQUESTS, scope };
  return sweepGroups(question, snapshot, ({ name, value }) => take({ name, records: value ?? 0 }), onPage); // biome-ignore format: one call
}

async function readPage(
  { dimension, by, scope }: SweptQuestion,
  { size, after }: { readonly size: number; readonly after: CompositeKey | undefined },
  snapshot: Snapshot,
) {
  const sources = [{ name: { terms: { field: dimension.field } } }];
  const composite = { size, sources, ...(after === undefined ? {} : { after }) };
  const query =
    dimension.part === undefined ? scopeQuery(scope) : scopeQuery(scope, hasValue(dimension));
  const { groups } = await snapshot.aggregate(query, {
    groups: { composite, aggs: aggregationOf(by) },
  });
  return groups;
}
