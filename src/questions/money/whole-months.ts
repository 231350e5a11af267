/** The calendar months, UTC, that a scope touches: what a byte costs depends on all bytes of its month. */

/** The first moment after the month that begins then. */
export function nextMonth(start: string): string {
  const time = new Date(start);
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1)).toISOString();
}
