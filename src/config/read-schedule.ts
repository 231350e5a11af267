/** When a source is synced by itself: every so often, or by a cron expression in a time zone. */
import type * as Croner from 'croner';
import { loadLate } from '../core/load-late.ts';
import { duration, type Reader, reader } from './read-value.ts';

export type Schedule =
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly expression: string; readonly timeZone: string };

/** A pass over what is recent costs a few requests and takes about a second. */
const every = duration('10s', '24d', 'smhd');

/** What is logged is in UTC, and so is all that Tamarin prints. */
const USUAL_TIME_ZONE = 'UTC';

const WANTED =
  'a duration from 10s to 24d, such as 15m, or a cron expression of five parts that comes true, such as "7 * * * *"';

export const readScheduleText: Reader = reader({ type: 'string' }, (value) => {
  const isEvery = every(value).kind === 'value';
  const comesTrue = isEvery || nextOfCron({ expression: value, timeZone: USUAL_TIME_ZONE }, 0);
  return comesTrue ? { kind: 'value', value } : { kind: 'problem', wanted: WANTED };
});

export const timeZone: Reader = reader({ type: 'string' }, (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return { kind: 'value', value };
  } catch {
    return { kind: 'problem', wanted: 'a time zone, such as Europe/Berlin' }; // RangeError
  }
});

/** From values that the two readers have taken; `zone` null: none was given. */
export function toSchedule(given: string, zone: string | null): Schedule {
  const read = every(given);
  return read.kind === 'value'
    ? { kind: 'every', everyMs: Number(read.value) }
    : { kind: 'cron', expression: given, timeZone: zone ?? USUAL_TIME_ZONE };
}

/** From the longest on: `24h` is said as `1d`. */
const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
];

/** As a person writes it: `15m`, or the expression and its time zone. */
export function scheduleText(schedule: Schedule): string {
  if (schedule.kind === 'cron') return `${schedule.expression} (${schedule.timeZone})`;
  const { everyMs } = schedule;
  const [unitMs, unit] = UNITS.find(([ms]) => everyMs % ms === 0) ?? [1_000, 's'];
  return `${everyMs / unitMs}${unit}`;
}

/** Milliseconds since 1970, later than `afterMs`; null: no such expression, or never again. */
export function nextOfCron(
  { expression, timeZone }: Omit<Extract<Schedule, { kind: 'cron' }>, 'kind'>,
  afterMs: number,
): number | null {
  const { Cron } = loadLate('croner') as typeof Croner;
  try {
    const cron = new Cron(expression, { timezone: timeZone, mode: '5-part', paused: true });
    return cron.nextRun(new Date(afterMs))?.getTime() ?? null;
  } catch {
    return null; // TypeError or RangeError: it is no expression
  }
}
