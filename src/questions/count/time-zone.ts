/**
 * The clock of a time zone over a span: where it is set, and how finely time has to be cut so that no
 * piece has two hours of the day in it.
 */
import { offsetsOf } from '../../core/zone-time.ts';

interface Setting {
  /** From this moment on, milliseconds since 1970. */
  readonly fromMs: number;
  /** What local time is ahead of UTC. */
  readonly offsetMs: number;
}

export interface ZoneClock {
  /** The widest of 60, 30, 15 and 1 that cuts at every moment at which the clock is set. */
  readonly grainMinutes: number;
  /** The time of the zone, as if it were UTC. */
  readonly localOf: (ms: number) => Date;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const GRAINS_MINUTES = [60, 30, 15];

/** @throws RangeError for a zone that is not known */
export function clockOf(zone: string, fromMs: number, toMs: number): ZoneClock {
  const settings = settingsOf(zone, fromMs, toMs);
  const fits = (minutes: number): boolean =>
    settings.every(
      ({ fromMs: at, offsetMs }, index) =>
        offsetMs % (minutes * MINUTE_MS) === 0 && (index === 0 || at % (minutes * MINUTE_MS) === 0),
    );
  let at = settings.length - 1;
  return {
    grainMinutes: GRAINS_MINUTES.find(fits) ?? 1,
    localOf: (ms) => {
      // Moments come in order: the setting is the same, or the next.
      while (at > 0 && ms < (settings[at]?.fromMs ?? 0)) at -= 1;
      while (at + 1 < settings.length && ms >= (settings[at + 1]?.fromMs ?? 0)) at += 1;
      return new Date(ms + (settings[at]?.offsetMs ?? 0));
    },
  };
}

/** No clock is set forth and back within a day. */
function settingsOf(zone: string, fromMs: number, toMs: number): readonly Setting[] {
  const offsetAt = offsetsOf(zone);
  const settings: Setting[] = [{ fromMs, offsetMs: offsetAt(fromMs) }];
  for (let ms = fromMs; ms <= toMs; ms += DAY_MS) {
    const [before, after] = [offsetAt(ms), offsetAt(ms + DAY_MS)];
    if (before === after) continue;
    settings.push({ fromMs: firstWith(after, ms, ms + DAY_MS, offsetAt), offsetMs: after });
  }
  return settings;
}

function firstWith(
  offsetMs: number,
  beforeMs: number,
  atMs: number,
  offsetAt: (ms: number) => number,
): number {
  let [low, high] = [Math.floor(beforeMs / MINUTE_MS), Math.ceil(atMs / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS) === offsetMs) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
}
