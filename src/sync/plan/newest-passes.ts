/**
 * Pure: a first sync of many log objects reads the last days first, then month by month back, and at
 * the end everything else. Each is a pass over the same listing that takes some of its keys by the time
 * in their names. The last pass looks at every key, so what the others take changes only the order:
 * whoever goes on after a kill starts the passes again, and the ledger knows what is done.
 */
import {
  type KeyWindow,
  liesOutside,
  namedWithin,
  readKeyTime,
} from '../../source/log/key-window.ts';

const DAY_MS = 24 * 3_600_000;
/** A month and some days: the answers compare a day with its weekdays, and bills are of months. */
const NEWEST_DAYS = 35;
/** S3 is from 2006; of a name that claims to be older only the last pass takes note. */
const OLDEST_MS = Date.parse('2006-01-01T00:00:00Z');
const OLDEST_MONTH = new Date(OLDEST_MS).toISOString().slice(0, 7);

/** What a pass does with a listed key. */
type Taking =
  | 'takes'
  /** Another pass takes it. */
  | 'leaves'
  /** A pass before should have taken it: it is taken where the ledger has never heard of it. */
  | 'takes_unknown';

export interface Pass {
  /** `last 35 days`, `2025-12`; null: it is no part of anything. */
  readonly name: string | null;
  readonly window: KeyWindow | null;
  /** Behind it nothing more is listed. */
  readonly isLast: boolean;
  readonly takingOf: (key: string) => Taking;
}

/** Everything that the listing gives. */
export const onePass = (window: KeyWindow | null): Pass => ({
  name: null,
  window,
  isLast: true,
  takingOf: () => 'takes',
});

/** Midnight of UTC, milliseconds since 1970. */
export const newestFrom = (nowMs: number): number =>
  Math.floor(nowMs / DAY_MS) * DAY_MS - NEWEST_DAYS * DAY_MS;

/** Begin of the month that ends at `untilMs`, or in which it lies. */
export function monthBefore(untilMs: number): number {
  const last = new Date(untilMs - 1);
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1);
}

/** Keys named after a time in it; `untilMs` null: the last days. */
export function newestPass(fromMs: number, untilMs: number | null): Pass {
  const window = namedWithin(fromMs, untilMs);
  return {
    name:
      untilMs === null ? `last ${NEWEST_DAYS} days` : new Date(fromMs).toISOString().slice(0, 7),
    window,
    isLast: false,
    takingOf: (key) => (isNamedIn(key, window) ? 'takes' : 'leaves'),
  };
}

/** What no pass back to `fromMs` has taken. */
export function lastPass(fromMs: number): Pass {
  const window = namedWithin(fromMs, null);
  return {
    name: 'the rest',
    window: null,
    isLast: true,
    takingOf: (key) => (isNamedIn(key, window) ? 'takes_unknown' : 'takes'),
  };
}

const isNamedIn = (key: string, window: KeyWindow): boolean =>
  readKeyTime(key) !== null && !liesOutside(key, window);

/** The oldest month in the names that were looked at: each partition shows its first. */
export class OldestMonth {
  #month = '9999-12';

  note(key: string): void {
    const month = readKeyTime(key)?.at.slice(0, 7).replace('/', '-');
    if (month !== undefined && month >= OLDEST_MONTH && month < this.#month) this.#month = month;
  }

  /** Whether a pass over what lies before `untilMs` may find something. */
  liesBefore(untilMs: number): boolean {
    return untilMs > OLDEST_MS && this.#month < new Date(untilMs).toISOString().slice(0, 7);
  }
}
