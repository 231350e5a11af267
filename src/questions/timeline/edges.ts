/** Rows at the edges of what is asked about that are less than a whole week, month, day or hour. Pure. */
import { dayAfter } from '../../core/zone-time.ts';
import type { Interval } from '../ask/interval-table.ts';

const DAY_MS = 86_400_000;

/** All in ms; null: not bounded. */
interface Reach {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Of the records that are there. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * Whether the row that begins at `timeMs` has less than its interval. Where the range has no bound, records
 * have: a week or a month is a part where a whole day of it lies before the first record or after the last.
 */
export function isPartOfInterval(
  timeMs: number,
  { fromMs, toMs, firstMs, lastMs }: Reach,
  interval: Interval,
  offsetAt: (ms: number) => number,
): boolean {
  const endMs = intervalEnd(timeMs, interval, offsetAt);
  const isOfDays = interval.shortestMs > DAY_MS;
  const lacksBegin = fromMs === null ? isOfDays && firstMs - timeMs >= DAY_MS : fromMs > timeMs;
  const lacksEnd = toMs === null ? isOfDays && endMs - lastMs > DAY_MS : toMs < endMs;
  return lacksBegin || lacksEnd;
}

/** Days are not all as long, and months have not all as many. */
function intervalEnd(
  timeMs: number,
  { name, shortestMs }: Interval,
  offsetAt: (ms: number) => number,
): number {
  const localDay = (ms: number): number => new Date(ms + offsetAt(ms)).getUTCDate();
  const after = (ms: number, days: number): number =>
    days === 0 ? ms : after(dayAfter(ms, offsetAt), days - 1);
  switch (name) {
    case 'second':
    case 'minute':
    case 'hour':
      return timeMs + shortestMs;
    case 'day':
      return after(timeMs, 1);
    case 'week':
      return after(timeMs, 7);
    case 'month': {
      let endMs = after(timeMs, 28);
      while (localDay(endMs) !== 1) endMs = after(endMs, 1);
      return endMs;
    }
    default:
      return name satisfies never;
  }
}
