/** When a client is active: by day, and by hour of the day, since people sleep and programs do not. */
import type { Metric } from '../ask/metric.ts';
import {
  addMetrics,
  type Metrics,
  NO_METRICS,
  type RawMetrics,
  showMetrics,
} from '../ask/metrics.ts';
import type { Scope } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { readTimeBuckets } from '../count/time-buckets.ts';

interface HourRow extends Metrics {
  /** Of the day, UTC, 0 to 23. */
  readonly hour: number;
}

interface DayRow extends Metrics {
  /** UTC: `2026-02-01`. */
  readonly day: string;
}

export interface ActiveTimes {
  readonly hours: readonly HourRow[];
  /** Different hours of the calendar with a record. */
  readonly hoursActive: number;
  /** Those with a record, in order. */
  readonly days: readonly DayRow[];
}

const HOURS_A_DAY = 24;

/** `by`: a column of money beside the others. */
export async function readActiveTimes(
  asked: { readonly scope: Scope; readonly by: Metric },
  snapshot: Snapshot,
): Promise<ActiveTimes> {
  const byHour = Array.from({ length: HOURS_A_DAY }, () => NO_METRICS);
  const byDay = new Map<string, RawMetrics>();
  const hoursActive = await readTimeBuckets({ ...asked, minutes: 60 }, snapshot, (fromMs, raw) => {
    const from = new Date(fromMs);
    const [hour, day] = [from.getUTCHours(), from.toISOString().slice(0, 'yyyy-mm-dd'.length)];
    byHour[hour] = addMetrics(byHour[hour] ?? NO_METRICS, raw);
    byDay.set(day, addMetrics(byDay.get(day) ?? NO_METRICS, raw));
  });
  return {
    hours: byHour.map((raw, hour) => ({ hour, ...showMetrics(raw, asked.by) })),
    hoursActive,
    days: [...byDay].map(([day, raw]) => ({ day, ...showMetrics(raw, asked.by) })),
  };
}
