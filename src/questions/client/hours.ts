/** When in the day a client is active: people sleep, programs do not. */
import { addMetrics, type Metrics, NO_METRICS, showMetrics } from '../ask/metrics.ts';
import type { Scope } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { readTimeBuckets } from '../count/time-buckets.ts';

export interface HourRow extends Metrics {
  /** Of the day, UTC, 0 to 23. */
  readonly hour: number;
}

export interface Hours {
  readonly hours: readonly HourRow[];
  /** Different hours of the calendar with a record. */
  readonly hoursActive: number;
}

const HOURS_A_DAY = 24;

export async function readHours(scope: Scope, snapshot: Snapshot): Promise<Hours> {
  const counted = Array.from({ length: HOURS_A_DAY }, () => NO_METRICS);
  const hoursActive = await readTimeBuckets({ scope, minutes: 60 }, snapshot, (fromMs, raw) => {
    const hour = new Date(fromMs).getUTCHours();
    counted[hour] = addMetrics(counted[hour] ?? NO_METRICS, raw);
  });
  return { hours: counted.map((raw, hour) => ({ hour, ...showMetrics(raw) })), hoursActive };
}
