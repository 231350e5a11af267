/**
 * Reads every group of a dimension once, page by page in the order of their names. Exact on any
 * number of shards and slices, because a page is cut by name and not by value.
 */

import type { CompositeKey } from '../ask/aggregation.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { beforeFirst, groupName, hasValue } from '../ask/group-values.ts';
import { REQUESTS } from '../ask/metric-table.ts';
import { aggregationOf, aggregationsBy, type MetricBucket, type RawMetrics, rawValueIn, readMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { BUCKETS_MAX, halvingOnTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';

const FIRST_PAGE_GROUPS = 10_000;
/** Large pages, because each one costs the server a look at all records; bounded by memory. */
const PAGE_BYTES = 6_000_000;
/** What a group takes in an answer beside its name. */
const GROUP_BYTES = 80;
/** The same with all metrics of a row. */
const ROW_BYTES = 320;

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
export const sweepGroups = (
  question: SweptQuestion,
  snapshot: Snapshot,
  take: (group: SweptGroup) => void,
  onPage?: (groups: number) => void,
): Promise<number> =>
  sweepPages(question, { aggs: aggregationOf(question.by), groupBytes: GROUP_BYTES }, snapshot, (page, groups) => {
    for (const { name, bucket } of page) take({ name, value: rawValueIn(bucket, question.by) });
    onPage?.(groups);
  }); // biome-ignore format: one call

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

/** A group with all metrics that its row shows. */
export interface SweptRow {
  readonly name: string;
  readonly raw: RawMetrics;
}

/** As `sweepGroups`, but a page of rows after the other, which `take` may take its time with. */
export const sweepRows = (
  question: SweptQuestion,
  snapshot: Snapshot,
  take: (rows: readonly SweptRow[], groups: number) => void | Promise<void>,
): Promise<number> =>
  sweepPages(question, { aggs: aggregationsBy(question.by), groupBytes: ROW_BYTES }, snapshot, (page, groups) =>
    take(page.map(({ name, bucket }) => ({ name, raw: readMetrics(bucket, question.by) })), groups),
  ); // biome-ignore format: one call

interface Asked {
  /** Of each group. */
  readonly aggs: ReturnType<typeof aggregationOf>;
  /** What a group takes in an answer beside its name. */
  readonly groupBytes: number;
}

interface Named {
  readonly name: string;
  readonly bucket: MetricBucket;
}

async function sweepPages(
  question: SweptQuestion,
  asked: Asked,
  snapshot: Snapshot,
  take: (page: readonly Named[], groups: number) => void | Promise<void>,
): Promise<number> {
  let sizeMax = question.by.combines === 'estimate' ? ESTIMATED_GROUPS_MAX : BUCKETS_MAX;
  let size = Math.min(FIRST_PAGE_GROUPS, sizeMax);
  const start = beforeFirst(question.dimension);
  let after: CompositeKey | undefined = start === undefined ? start : { name: start };
  let groups = 0;
  for (;;) {
    const from = after;
    const { page, wanted } = await halvingOnTooMany(size, async (wanted) => ({
      page: await readPage(question, { size: wanted, after: from, aggs: asked.aggs }, snapshot),
      wanted,
    })); // each page begins where the one before ended
    const named = namedIn(page.buckets, question);
    groups += named.length;
    await take(named, groups);
    // Of a part: values of other names stand behind its last, hardly ever before its first.
    const isPast = groups > 0 && groupName(question.dimension, page.buckets.at(-1)?.key.name ?? '') === null; // biome-ignore format: one rule
    after = page.after_key;
    if (page.buckets.length < wanted || after === undefined || isPast) return groups;
    const nameLengths = named.reduce((sum, { name }) => sum + name.length, 0);
    const groupBytes = asked.groupBytes + nameLengths / page.buckets.length;
    // What the server has refused once is not asked again.
    if (wanted < size) sizeMax = wanted;
    size = Math.min(Math.ceil(PAGE_BYTES / groupBytes), sizeMax);
  }
}

const namedIn = (
  buckets: readonly (MetricBucket & { readonly key: CompositeKey })[],
  { dimension }: SweptQuestion,
): readonly Named[] =>
  buckets.flatMap((bucket) => {
    const name = groupName(dimension, bucket.key.name ?? '');
    return name === null ? [] : [{ name, bucket }];
  });

interface PageAsked extends Pick<Asked, 'aggs'> {
  readonly size: number;
  readonly after: CompositeKey | undefined;
}

async function readPage(
  { dimension, scope }: SweptQuestion,
  { size, after, aggs }: PageAsked,
  snapshot: Snapshot,
) {
  const sources = [{ name: { terms: { field: dimension.field } } }];
  const composite = { size, sources, ...(after === undefined ? {} : { after }) };
  const query =
    dimension.part === undefined ? scopeQuery(scope) : scopeQuery(scope, hasValue(dimension));
  const { groups } = await snapshot.aggregate(query, {
    groups: { composite, aggs },
  });
  return groups;
}
