/** Local time of a time zone, and back. A local time is written as milliseconds as if it were UTC. */

const DAY_MS = 86_400_000;

/** What local time is ahead of UTC, in ms, at a moment. @throws RangeError for a zone that is not known */
export function offsetsOf(zone: string): (ms: number) => number {
  if (zone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const parts = new Map(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)] as const),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')); // biome-ignore format: one time
    return local - Math.floor(ms / 1_000) * 1_000;
  };
}

/**
 * The moment at which the clock of the zone shows this local time. Of an hour that comes twice it is
 * the first; a time that the clock leaps over is as if it had not leapt: 02:30 is then shown as 03:30.
 */
export function momentOf(localMs: number, offsetAt: (ms: number) => number): number {
  // No clock is ahead by more than a day, nor set twice within two.
  const [before, after] = [offsetAt(localMs - DAY_MS), offsetAt(localMs + DAY_MS)];
  const shown = [...new Set([before, after])]
    .map((offset) => localMs - offset)
    .filter((ms) => ms + offsetAt(ms) === localMs);
  return shown.length === 0 ? localMs - before : Math.min(...shown);
}

/** `2026-03-29T00:00:00.000+01:00`; in UTC it ends in `Z`. */
export function zonedIso(ms: number, zone: string, offsetAt: (ms: number) => number): string {
  if (zone === 'UTC') return new Date(ms).toISOString();
  const offsetMs = offsetAt(ms);
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const offset = `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return new Date(ms + offsetMs).toISOString().replace('Z', offset);
}

/** When the day after the one of this moment begins. */
export function dayAfter(ms: number, offsetAt: (ms: number) => number): number {
  const localMs = ms + offsetAt(ms);
  return momentOf(localMs - (localMs % DAY_MS) + DAY_MS, offsetAt);
}
