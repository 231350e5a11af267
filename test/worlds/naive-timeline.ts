/** Planned requests by hour, day, week from Monday, or month, UTC, without a gap. */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { addRecord, type Counts, noCounts, showCounts } from './naive-metrics.ts';
import type { Interval } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** From the first bucket that has a record to the last; zeros between. */
export function timelineNaively(records: readonly PlannedRequest[], interval: Interval) {
  const buckets = new Map<number, Counts>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const record of records) {
    const start = startOf(record.timeS * 1_000, interval);
    const counts = buckets.get(start) ?? noCounts();
    buckets.set(start, counts);
    addRecord(counts, record);
    [first, last] = [Math.min(first, start), Math.max(last, start)];
  }
  const rows = [];
  for (let start = first; start <= last; start = nextOf(start, interval))
    rows.push({
      time: new Date(start).toISOString(),
      ...showCounts(buckets.get(start) ?? noCounts()),
    });
  return rows;
}

function startOf(timeMs: number, interval: Interval): number {
  const time = new Date(timeMs);
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  switch (interval) {
    case 'hour':
      return Date.UTC(year, month, day, time.getUTCHours());
    case 'day':
      return Date.UTC(year, month, day);
    case 'week':
      // Sunday is day 0 and ends a week: six days after its Monday.
      return Date.UTC(year, month, day - ((time.getUTCDay() + 6) % 7));
    case 'month':
      return Date.UTC(year, month);
    default:
      return interval satisfies never;
  }
}

/** A time inside the next bucket, taken back to its start: no interval is longer than 31 days. */
const LONGEST_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS };

const nextOf = (startMs: number, interval: Interval): number =>
  startOf(startMs + LONGEST_MS[interval], interval);
