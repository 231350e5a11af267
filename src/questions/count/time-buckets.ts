/** All metrics by spans of time of equal length, those without a record left out, a page a request. */
import type { CompositeKey } from '../ask/aggregation.ts';
import type { Metric } from '../ask/metric.ts';
import { aggregationsBy, METRIC_AGGREGATIONS, type RawMetrics, readMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';

/** Over a year of hours; below the 65,535 buckets of a server. */
const PAGE_BUCKETS = 10_000;

export interface Spans {
  readonly scope: Scope;
  /** How long each is; they begin at 1970. */
  readonly minutes: number;
  /** A metric that not every row has. */
  readonly by?: Metric;
}

/** Calls `take` with the begin of every span that has a record, in order; resolves to their number. */
export async function readTimeBuckets(
  { scope, minutes, by }: Spans,
  snapshot: Snapshot,
  take: (fromMs: number, raw: RawMetrics) => void,
): Promise<number> {
  const sources = [
    { time: { date_histogram: { field: '@timestamp', fixed_interval: `${minutes}m` } } },
  ];
  const aggs = by === undefined ? METRIC_AGGREGATIONS : aggregationsBy(by);
  let count = 0;
  let after: CompositeKey | undefined;
  do {
    const composite = { size: PAGE_BUCKETS, sources, ...(after === undefined ? {} : { after }) };
    const { spans } = await snapshot.aggregate(scopeQuery(scope), {
      spans: { composite, aggs },
    }); // each page begins where the one before ended
    for (const bucket of spans.buckets) take(Number(bucket.key.time), readMetrics(bucket, by));
    count += spans.buckets.length;
    after = spans.buckets.length < PAGE_BUCKETS ? undefined : spans.after_key;
  } while (after !== undefined);
  return count;
}
