/**
 * Pure: reads the delivery time or the day out of the key of a log object, and tells which keys a
 * listing wants by it. S3 writes two layouts, also below one prefix; people copy logs into folders of
 * days under names of their own:
 *
 *   simple        logs/2026-01-17-21-32-16-E568B2907131C0C0
 *   partitioned   logs/123456789012/eu-west-1/media/2026/01/17/2026-01-17-00-00-00-E568B2907131C0C0
 *   days          media/2026/01/17/2026-01-17-00-00-00-E568B2907131C0C0
 *
 * In a folder of a day the day may be that of the requests: late records come into the folder of
 * their day, so it may grow for days, and no key in it says when it was delivered.
 */

/** A simple key may be stamped this long before it can be listed. */
const LOOK_BACK_MS = 48 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** The folder of a day may grow for as long. */
const DAY_LOOK_BACK_MS = 14 * DAY_MS;
/** A look-back looks through as many pages whole: a small bucket is seen whole each time. */
const WHOLE_PAGES = 3;

/** Which keys a listing wants, by the time or day in them. One without any is always wanted. */
export interface KeyWindow {
  readonly from: KeyBound;
  /** Exclusive; null: it has no end. */
  readonly until: KeyBound | null;
  /** So many pages are looked through whole before anything is jumped over. */
  readonly wholePages: number;
}

interface KeyBound {
  /** `2026-01-15-08-00-00`, for simple keys. */
  readonly stamp: string;
  /** `2026/01/03`, for day folders and stamps without a time. */
  readonly day: string;
}

const boundOf = (stampMs: number, dayMs: number): KeyBound => ({
  stamp: new Date(stampMs).toISOString().slice(0, 19).replace(/[T:]/g, '-'),
  day: new Date(dayMs).toISOString().slice(0, 10).replaceAll('-', '/'),
});

/** What a sync could not know that listed everything at `completeSinceMs`. */
export const lookBackFrom = (completeSinceMs: number): KeyWindow => ({
  from: boundOf(completeSinceMs - LOOK_BACK_MS, completeSinceMs - DAY_LOOK_BACK_MS),
  until: null,
  wholePages: WHOLE_PAGES,
});

const DISTANT_PAST_MS = Date.parse('0001-01-01T00:00:00Z');

/**
 * What may have been delivered in this time; null: no bound. The folder of a day takes log objects
 * for as long as a look-back goes, so whoever asks still has to look at when each was modified.
 */
export const deliveredWithin = (fromMs: number | null, toMs: number | null): KeyWindow => ({
  from: boundOf(fromMs ?? DISTANT_PAST_MS, fromMs === null ? DISTANT_PAST_MS : fromMs - DAY_LOOK_BACK_MS), // biome-ignore format: one call
  // A day later than needed: in another time zone the day of a folder may be the next one.
  until: toMs === null ? null : boundOf(toMs, toMs + 2 * DAY_MS),
  wholePages: 0,
});

/** Keys that say a time or day in it, by midnights of UTC; `untilMs` null: it has no end. */
export const namedWithin = (fromMs: number, untilMs: number | null): KeyWindow => ({
  from: boundOf(fromMs, fromMs),
  until: untilMs === null ? null : boundOf(untilMs, untilMs),
  wholePages: 0,
});

/** What the key of a log object says of its time. */
export interface KeyTime {
  /** What comes before the time. */
  readonly prefix: string;
  readonly kind: 'stamp' | 'day';
  /** `2026-01-15-08-00-00`, or `2026/01/03` where `kind` is `day`. */
  readonly at: string;
}

const IN_DAY_FOLDER = /^(.*?)(\d{4}\/\d\d\/\d\d)\/\d{4}(?:-\d\d){5}-[0-9A-Za-z]+(?:\.gz)?$/s;
const SIMPLE = /^(.*?)(\d{4}(?:-\d\d){5})-[0-9A-Za-z]+(?:\.gz)?$/s;

/** Null: it is of no known layout. */
export function readKeyTime(key: string): KeyTime | null {
  const [, folder, day] = IN_DAY_FOLDER.exec(key) ?? [];
  if (folder !== undefined && day !== undefined) return { prefix: folder, kind: 'day', at: day };
  const [, prefix, stamp] = SIMPLE.exec(key) ?? [];
  return prefix === undefined || stamp === undefined ? null : { prefix, kind: 'stamp', at: stamp };
}

/** The stamp is a day of requests, in a folder of another form perhaps: `day=17/`. */
const NO_TIME = '-00-00-00';

/** The bound as it reads in keys of this kind. */
export function boundFor({ kind, at }: KeyTime, { stamp, day }: KeyBound): string {
  if (kind === 'day') return day;
  return at.endsWith(NO_TIME) ? day.replaceAll('/', '-') + NO_TIME : stamp;
}

/** A key that says no time lies in every window. */
export function liesOutside(key: string, { from, until }: KeyWindow): boolean {
  const time = readKeyTime(key);
  if (time === null) return false;
  return time.at < boundFor(time, from) || (until !== null && time.at >= boundFor(time, until));
}
