/** When somebody is busy: the hours of the calendar, and those of the day. */
import type { Aggregated } from '../ask/aggregation.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
/** A third of the day: what people sleep. */
const QUIET_HOURS = 8;
/** Over a year of them; below the 65,535 buckets of a server. */
const PAGE_HOURS = 10_000;

/** Requests of each hour that has any, in order. */
export interface Hours {
  readonly startMs: readonly number[];
  readonly requests: readonly number[];
}

const HOUR = { time: { date_histogram: { field: '@timestamp', fixed_interval: '60m' } } } as const;

/** The first page, to be asked for along with others. */
export const HOURS_AGGREGATION = { composite: { size: PAGE_HOURS, sources: [HOUR] } } as const;

type HoursPage = Aggregated<{ readonly hours: typeof HOURS_AGGREGATION }>['hours'];

/** `first`: what was answered to the aggregation above; few have more than that. */
export async function readHours(
  first: HoursPage,
  query: Query,
  snapshot: Snapshot,
): Promise<Hours> {
  const startMs: number[] = [];
  const requests: number[] = [];
  for (let page = first; ; ) {
    for (const { key, doc_count: count } of page.buckets) {
      startMs.push(Number(key.time));
      requests.push(count);
    }
    const { after_key: after } = page;
    if (page.buckets.length < PAGE_HOURS || after === undefined) return { startMs, requests };
    const composite = { ...HOURS_AGGREGATION.composite, after };
    page = (await snapshot.aggregate(query, { hours: { composite } })).hours; // it begins where the one before ended
  }
}

/** Requests by hour of the day, UTC, 0 to 23. */
export function byHourOfDay({ startMs, requests }: Hours): readonly number[] {
  const day = Array.from({ length: HOURS_A_DAY }, () => 0);
  for (const [at, start] of startMs.entries()) {
    const hour = new Date(start).getUTCHours();
    day[hour] = (day[hour] ?? 0) + (requests[at] ?? 0);
  }
  return day;
}

/** The eight hours in a row in which these are fewest: where a day has such, the night of most clients. */
export function quietHours(day: readonly number[]): ReadonlySet<number> {
  const nightAt = (start: number): readonly number[] =>
    Array.from({ length: QUIET_HOURS }, (_, at) => (start + at) % HOURS_A_DAY);
  const sumAt = (start: number): number =>
    nightAt(start).reduce((sum, hour) => sum + (day[hour] ?? 0), 0);
  const starts = day.map((_, start) => start);
  const quietest = starts.reduce((best, start) => (sumAt(start) < sumAt(best) ? start : best), 0);
  return new Set(nightAt(quietest));
}

/** Part of the requests that falls in these hours of the day, 0 to 1. */
export function shareIn(hours: ReadonlySet<number>, day: readonly number[]): number {
  const all = day.reduce((sum, count) => sum + count, 0);
  const within = day.reduce((sum, count, hour) => sum + (hours.has(hour) ? count : 0), 0);
  return all === 0 ? 0 : within / all;
}

/** Hours of the calendar from the first to the last, those without a request too. */
export function spanHours({ startMs }: Hours): number {
  const [first, last] = [startMs[0], startMs.at(-1)];
  return first === undefined || last === undefined ? 0 : (last - first) / HOUR_MS + 1;
}
