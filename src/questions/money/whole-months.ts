/** The calendar months, UTC, that a scope touches: what a byte costs depends on all bytes of its month. */
import type { Scope } from '../ask/scope.ts';

/** From the begin of the first to the end of the last; without any filter. */
export const wholeMonths = ({ from, to }: Scope): Scope => ({
  from: from === null ? null : startOfMonth(from),
  to: to === null ? null : endOfMonth(to),
  filters: [],
});

const startOfMonth = (iso: string): string => `${iso.slice(0, 'yyyy-mm'.length)}-01T00:00:00.000Z`;

/** `to` is the first moment after the scope. */
function endOfMonth(to: string): string {
  const start = startOfMonth(to);
  return start === to ? to : nextMonth(start);
}

/** The first moment after the month that begins then. */
export function nextMonth(start: string): string {
  const time = new Date(start);
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1)).toISOString();
}
