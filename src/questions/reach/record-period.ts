/**
 * When the records of an answer begin and end, and on which days between there are none. Logs have
 * gaps where logging was switched off, or where a part of them was never synced; an average over a
 * gap is none.
 */
import { formatMoment, plural } from '../../core/format.ts';

/** Printed in every answer: fields may be added, never changed. */
export interface RecordPeriod {
  /** ISO times of the first and the last record; null: there is none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Days in UTC between the two that have no record. */
  readonly daysWithout: number;
  /** These days in runs, the first of them. */
  readonly gaps: readonly Gap[];
}

/** Days such as `2026-02-12`; both have no record. */
interface Gap {
  readonly first: string;
  readonly last: string;
}

export const GAPS_MAX = 10;
const GAPS_SHOWN = 3;

/**
 * `1–28 Feb`, `17 Jan–15 Feb, no record on 3 days`, `1 Feb 00:03–23:59 UTC`; a single gap by its days:
 * `1–28 Feb, no record on 12–14 Feb`.
 */
export function periodText(
  { first, last, daysWithout, gaps }: RecordPeriod,
  nowMs: number,
): string {
  if (first === null || last === null) return 'no record';
  const [gap] = gaps;
  const days = gaps.length === 1 && gap !== undefined ? daysText(gap, nowMs) : plural(daysWithout, 'day'); // biome-ignore format: one rule
  const without = daysWithout === 0 ? '' : `, no record on ${days}`;
  return spanText(first, last, nowMs) + without;
}

/** `No record on 3 Feb, 12–14 Feb.`: which days they are, where they are not told by `periodText`. */
export function gapsText({ gaps }: RecordPeriod, nowMs: number): readonly string[] {
  if (gaps.length < 2) return [];
  const shown = gaps.slice(0, GAPS_SHOWN).map((gap) => daysText(gap, nowMs));
  const more = gaps.length > GAPS_SHOWN ? ', …' : '';
  return [`No record on ${shown.join(', ')}${more}.`];
}

const MINUTE_LENGTH = '00:00'.length;

/** The days; of one day the minutes. */
function spanText(first: string, last: string, nowMs: number): string {
  const [from, to] = [formatMoment(first, nowMs), formatMoment(last, nowMs)];
  if (from === to) return `${from} UTC`;
  const isOneDay = from.slice(0, -MINUTE_LENGTH) === to.slice(0, -MINUTE_LENGTH);
  return isOneDay ? `${from}–${to.slice(-MINUTE_LENGTH)} UTC` : daysText({ first, last }, nowMs);
}

/** `12 Feb`, `12–14 Feb`, `30 Jan–2 Feb`, `30 Nov–2 Dec 2025`, `30 Dec 2025–2 Jan`. */
function daysText({ first, last }: Gap, nowMs: number): string {
  const [from = '', to = ''] = [first, last].map((time) =>
    formatMoment(time, nowMs).slice(0, -' 00:00'.length),
  );
  if (from === to) return from;
  const [day, month, year] = from.split(' ');
  if (to.endsWith(` ${[month, year].filter(Boolean).join(' ')}`)) return `${day}–${to}`;
  const isOneYear = year !== undefined && to.endsWith(` ${year}`);
  return `${isOneYear ? `${day} ${month}` : from}–${to}`;
}
