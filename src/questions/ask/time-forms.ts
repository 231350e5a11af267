/** The forms of times that people type, as patterns and in words. */
import { ISO_TIME_PATTERN } from '../../core/iso-time.ts';

export const SPAN_PATTERN = '^([1-9]\\d{0,4})(h|d|w)$';
export const MONTH_PATTERN = '^\\d{4}-\\d\\d$';
const AGO_PATTERN = '^([1-9]\\d{0,4})(h|d|w) ago$';
export const TIME_PATTERN = `${ISO_TIME_PATTERN}|^(?:today|yesterday)$|${AGO_PATTERN}`;

/** What a range is compared with: the same length before it, a month, or another range. */
export const PREVIOUS = 'previous';
export const RANGE_SIGN = '..';

/** In a list of options. */
export const TIME_FORMS = '2026-01-17, 2026-01-17T13:00Z, 2026-01, today, yesterday or "7d ago"';

const HOUR_MS = 3_600_000;
const SPANS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 168 * HOUR_MS }; // biome-ignore format: one row

/** `7d`, in ms: days of 24 hours, whatever the clock does. null: no such span. */
export const readSpan = (text: string): number | null => lengthOf(text, SPAN_PATTERN);

/** `7d ago`, in ms. null: no such time. */
export const readAgo = (text: string): number | null => lengthOf(text, AGO_PATTERN);

function lengthOf(text: string, pattern: string): number | null {
  const [, count, unit = ''] = new RegExp(pattern).exec(text) ?? [];
  const unitMs = SPANS_MS[unit];
  return count === undefined || unitMs === undefined ? null : Number(count) * unitMs;
}
