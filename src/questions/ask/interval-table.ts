/** What a row of a timeline covers, by the clock of a time zone: each interval once. Weeks begin on Monday. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The shortest duration tells how many rows fit. */
// biome-ignore format: a table, one row an interval
export const INTERVAL_TABLE = [
  { name: 'second', shortestMs: SECOND_MS },
  { name: 'minute', shortestMs: MINUTE_MS },
  { name: 'hour', shortestMs: HOUR_MS },
  { name: 'day', shortestMs: DAY_MS },
  { name: 'week', shortestMs: 7 * DAY_MS },
  { name: 'month', shortestMs: 28 * DAY_MS },
] as const;

export type Interval = (typeof INTERVAL_TABLE)[number];
