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

/** `Records of 1 Feb 00:00 to 28 Feb 23:59 UTC, none on 3 days (12–14 Feb).`; empty where there are none. */
export function periodText(
  { first, last, daysWithout, gaps }: RecordPeriod,
  nowMs: number,
): string {
  if (first === null || last === null) return '';
  const [from, to] = [formatMoment(first, nowMs), formatMoment(last, nowMs)];
  const span = from === to ? from : `${from} to ${to}`;
  const shown = gaps.slice(0, GAPS_SHOWN).map((gap) => gapText(gap, nowMs));
  const more = gaps.length > GAPS_SHOWN ? ', …' : '';
  const without =
    daysWithout === 0 ? '' : `, none on ${plural(daysWithout, 'day')} (${shown.join(', ')}${more})`;
  return `Records of ${span} UTC${without}.`;
}

/** `12 Feb`, `12–14 Feb`, `30 Jan–2 Feb`. */
function gapText({ first, last }: Gap, nowMs: number): string {
  const [from, to] = [first, last].map((day) =>
    formatMoment(day, nowMs).slice(0, -' 00:00'.length),
  );
  if (first === last || from === undefined || to === undefined) return `${from}`;
  const [day = '', month] = from.split(/ (.*)/);
  const isOneMonth = to.endsWith(` ${month}`);
  return `${isOneMonth ? day : from}–${to}`;
}
