/**
 * Reads every group of a dimension once, page by page in the order of their names. Exact on any
 * number of shards and slices, because a page is cut by name and not by value.
 */

import type { CompositeKey } from '../ask/aggregation.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { beforeFirst, groupName, hasValue } from '../ask/group-values.ts';
import { costIn, type Metric } from '../ask/metric.ts';
import { REQUESTS } from '../ask/metric-table.ts';
import { aggregationOf, aggregationsBy, type MetricBucket, type RawMetrics, type RawValue, rawValueIn, readMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
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
/** And for each charge, by cost. */
const CHARGE_BYTES = 60;

const chargeBytes = (by: Metric): number =>
  CHARGE_BYTES * Object.keys(costIn(by)?.pricing?.aggs ?? {}).length;

/** The server holds some KB for each of them. */
const ESTIMATED_GROUPS_MAX = 10_000;

export type SweptQuestion = Omit<GroupQuestion, 'limit'>;

/** A group with its value of the metric that is asked by; null: none of its records has one. */
export interface SweptGroup {
  readonly name: string;
  readonly value: RawValue | null;
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
  sweepPages(question, snapshot, {
    aggs: aggregationOf(question.by),
    groupBytes: GROUP_BYTES + chargeBytes(question.by),
    take: (name, bucket) => take({ name, value: rawValueIn(bucket, question.by) }),
    onPage,
  });

/** Each group with the number of its records. */
export function sweepRecords(
  { lead, scope }: { readonly lead: Dimension; readonly scope: Scope },
  snapshot: Snapshot,
  take: (group: { readonly name: string; readonly records: number }) => void,
  onPage?: (groups: number) => void,
): Promise<number> {
  const question = { dimension: lead, by: REQUESTS, scope };
  return sweepGroups(question, snapshot, ({ name, value }) => take({ name, records: Number(value ?? 0) }), onPage); // biome-ignore format: one call
}

/** A group with all metrics that its row shows. */
export interface SweptRow {
  readonly name: string;
  readonly raw: RawMetrics;
}

/** As `sweepGroups`, but a page of rows after the other, which `take` may take its time with. */
export function sweepRows(
  question: SweptQuestion,
  snapshot: Snapshot,
  take: (rows: readonly SweptRow[], groups: number) => void | Promise<void>,
): Promise<number> {
  let rows: SweptRow[] = [];
  return sweepPages(question, snapshot, {
    aggs: aggregationsBy(question.by),
    groupBytes: ROW_BYTES + chargeBytes(question.by),
    take: (name, bucket) => rows.push({ name, raw: readMetrics(bucket, question.by) }),
    onPage: async (groups) => {
      const page = rows;
      rows = [];
      await take(page, groups);
    },
  });
}

interface Asked {
  /** Of each group. */
  readonly aggs: ReturnType<typeof aggregationOf>;
  /** What a group takes in an answer beside its name. */
  readonly groupBytes: number;
  readonly take: (name: string, bucket: MetricBucket) => void;
  /** After each page, with the number of groups so far. */
  readonly onPage: ((groups: number) => void | Promise<void>) | undefined;
}

async function sweepPages(
  question: SweptQuestion,
  snapshot: Snapshot,
  { aggs, groupBytes, take, onPage }: Asked,
): Promise<number> {
  let sizeMax = question.by.combines === 'estimate' ? ESTIMATED_GROUPS_MAX : BUCKETS_MAX;
  let size = Math.min(FIRST_PAGE_GROUPS, sizeMax);
  const start = beforeFirst(question.dimension);
  let after: CompositeKey | undefined = start === undefined ? start : { name: start };
  let groups = 0;
  for (;;) {
    const from = after;
    const { page, asked } = await halvingOnTooMany(size, async (asked) => ({
      page: await readPage(question, { size: asked, after: from, aggs }, snapshot),
      asked,
    })); // each page begins where the one before ended
    let nameLengths = 0;
    let isPast = false;
    for (const bucket of page.buckets) {
      const name = groupName(question.dimension, bucket.key.name ?? '');
      // Of a part: values of other names stand behind its last, hardly ever before its first.
      isPast = name === null && groups > 0;
      if (isPast) break;
      if (name === null) continue;
      nameLengths += name.length;
      groups += 1;
      take(name, bucket);
    }
    await onPage?.(groups);
    after = page.after_key;
    if (page.buckets.length < asked || after === undefined || isPast) return groups;
    const wanted = Math.ceil(PAGE_BYTES / (groupBytes + nameLengths / page.buckets.length));
    // What the server has refused once is not asked again.
    if (asked < size) sizeMax = asked;
    size = Math.min(wanted, sizeMax);
  }
}

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
