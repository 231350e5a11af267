/** When in the day a client is active: people sleep, programs do not. */
import {
  addMetrics,
  METRIC_AGGREGATIONS,
  type MetricBucket,
  type Metrics,
  NO_METRICS,
  readMetrics,
  showMetrics,
} from '../ask/metric-table.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';

export interface HourRow extends Metrics {
  /** Of the day, UTC, 0 to 23. */
  readonly hour: number;
}

export interface Hours {
  readonly hours: readonly HourRow[];
  /** Different hours of the calendar with a record. */
  readonly hoursActive: number;
}

/** Over a year; below the 65,535 buckets of a server. */
const PAGE_HOURS = 10_000;
const HOURS_A_DAY = 24;

interface HoursPage {
  readonly buckets: readonly (MetricBucket & { readonly key: { readonly hour: number } })[];
  readonly after_key?: { readonly hour: number };
}

export async function readHours(scope: Scope, snapshot: Snapshot): Promise<Hours> {
  const counted = Array.from({ length: HOURS_A_DAY }, () => NO_METRICS);
  let hoursActive = 0;
  let after: HoursPage['after_key'];
  do {
    const page = await readPage(scope, after, snapshot); // each page begins where the one before ended
    for (const bucket of page.buckets) {
      const hour = new Date(bucket.key.hour).getUTCHours();
      counted[hour] = addMetrics(counted[hour] ?? NO_METRICS, readMetrics(bucket));
    }
    hoursActive += page.buckets.length;
    after = page.buckets.length < PAGE_HOURS ? undefined : page.after_key;
  } while (after !== undefined);
  return { hours: counted.map((raw, hour) => ({ hour, ...showMetrics(raw) })), hoursActive };
}

async function readPage(
  scope: Scope,
  after: HoursPage['after_key'],
  snapshot: Snapshot,
): Promise<HoursPage> {
  const hour = { date_histogram: { field: '@timestamp', fixed_interval: '1h' } };
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: {
      hours: {
        composite: {
          size: PAGE_HOURS,
          sources: [{ hour }],
          ...(after === undefined ? {} : { after }),
        },
        aggs: METRIC_AGGREGATIONS,
      },
    },
  });
  return (aggregations as unknown as { readonly hours: HoursPage }).hours; // the answer to these aggs
}
