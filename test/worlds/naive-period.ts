/** First and last of planned requests, and the days between that have none, day by day. */
import type { PlannedRequest } from '../../samples/maker/request.ts';

const DAY_S = 86_400;
const GAPS_TOLD = 10;

const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString();

export function periodNaively(records: readonly PlannedRequest[]) {
  if (records.length === 0) return { first: null, last: null, daysWithout: 0, gaps: [] };
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const days = new Set<number>();
  for (const { timeS } of records) {
    [first, last] = [Math.min(first, timeS), Math.max(last, timeS)];
    days.add(Math.floor(timeS / DAY_S));
  }
  const gaps: { first: string; last: string }[] = [];
  let daysWithout = 0;
  for (let day = Math.floor(first / DAY_S); day * DAY_S <= last; day += 1) {
    if (days.has(day)) continue;
    daysWithout += 1;
    const name = isoOf(day * DAY_S).slice(0, 10);
    const gap = days.has(day - 1) ? undefined : gaps.at(-1);
    if (gap === undefined) gaps.push({ first: name, last: name });
    else gap.last = name;
  }
  return { first: isoOf(first), last: isoOf(last), daysWithout, gaps: gaps.slice(0, GAPS_TOLD) };
}
