/** When in the day a client is active: people sleep, programs do not. */
import type { CompositeKey } from '../ask/aggregation.ts';
import {
  addMetrics,
  METRIC_AGGREGATIONS,
  type Metrics,
  NO_METRICS,
  readMetrics,
  showMetrics,
} from '../ask/metrics.ts';
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

export async function readHours(scope: Scope, snapshot: Snapshot): Promise<Hours> {
  const counted = Array.from({ length: HOURS_A_DAY }, () => NO_METRICS);
  let hoursActive = 0;
  let after: CompositeKey | undefined;
  do {
    const page = await readPage(scope, after, snapshot); // each page begins where the one before ended
    for (const bucket of page.buckets) {
      const hour = new Date(Number(bucket.key.hour)).getUTCHours();
      counted[hour] = addMetrics(counted[hour] ?? NO_METRICS, readMetrics(bucket));
    }
    hoursActive += page.buckets.length;
    after = page.buckets.length < PAGE_HOURS ? undefined : page.after_key;
  } while (after !== undefined);
  return { hours: counted.map((raw, hour) => ({ hour, ...showMetrics(raw) })), hoursActive };
}

async function readPage(scope: Scope, after: CompositeKey | undefined, snapshot: Snapshot) {
  const sources = [{ hour: { date_histogram: { field: '@timestamp', fixed_interval: '1h' } } }];
  const composite = { size: PAGE_HOURS, sources, ...(after === undefined ? {} : { after }) };
  const { hours } = await snapshot.aggregate(scopeQuery(scope), {
    hours: { composite, aggs: METRIC_AGGREGATIONS },
  });
  return hours;
}
