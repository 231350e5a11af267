/**
 * Pure: reads the delivery time or the day out of the key of a log object, and tells which keys an
 * earlier, complete sync has seen. S3 writes two layouts, also below one prefix; people copy logs
 * into folders of days under names of their own:
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
/** The folder of a day may grow for as long. */
const DAY_LOOK_BACK_MS = 14 * 24 * 3_600_000;

const IN_DAY_FOLDER = /^(.*?)(\d{4}\/\d\d\/\d\d)\/\d{4}(?:-\d\d){5}-[0-9A-Za-z]+(?:\.gz)?$/s;
const SIMPLE = /^(.*?)(\d{4}(?:-\d\d){5})-[0-9A-Za-z]+(?:\.gz)?$/s;
/** S3's own partition: below it lie the folders of years and nothing else. */
const PARTITION = /\d{12}\/[a-z0-9-]+\/[^/]+\/$/;

export interface LookBack {
  /** `2026-01-15-08-00-00`: simple keys from here on are listed. */
  readonly stamp: string;
  /** `2026/01/03`: day folders, and stamps without a time, are listed from here on. */
  readonly day: string;
}

/** `completeSinceMs`: what was delivered before this time is known. */
export function lookBackFrom(completeSinceMs: number): LookBack {
  const stamp = new Date(completeSinceMs - LOOK_BACK_MS).toISOString().slice(0, 19);
  const day = new Date(completeSinceMs - DAY_LOOK_BACK_MS).toISOString().slice(0, 10);
  return { stamp: stamp.replace(/[T:]/g, '-'), day: day.replaceAll('-', '/') };
}

/**
 * Null where the key has to be looked at: it is recent, or of no known layout. Else the key that
 * listing may go on after. What lies between an old key and that one begins as the old keys of the
 * same partition do, or of the same prefix and year: account ids such as `202512345678` sort among
 * the years, and so may names of other forms, such as `2025/part-0`.
 */
export function jumpFrom(key: string, { stamp, day }: LookBack): string | null {
  const [, folder, keyDay] = IN_DAY_FOLDER.exec(key) ?? [];
  if (folder !== undefined && keyDay !== undefined) {
    if (keyDay >= day) return null;
    return isSameYear(keyDay, day) || PARTITION.test(folder)
      ? folder + day
      : `${folder}${yearOf(keyDay)}/${AFTER_DIGITS}`;
  }
  const [, prefix, keyStamp] = SIMPLE.exec(key) ?? [];
  if (prefix === undefined || keyStamp === undefined) return null;
  const since = keyStamp.endsWith(NO_TIME) ? day.replaceAll('/', '-') + NO_TIME : stamp;
  if (keyStamp >= since) return null;
  return isSameYear(keyStamp, since)
    ? prefix + since
    : `${prefix}${yearOf(keyStamp)}-${AFTER_DIGITS}`;
}

const yearOf = (stamp: string): string => stamp.slice(0, 4);
const isSameYear = (one: string, other: string): boolean => yearOf(one) === yearOf(other);

/** The stamp is a day of requests, in a folder of another form perhaps: `day=17/`. */
const NO_TIME = '-00-00-00';
/** Sorts behind every digit, before letters. */
const AFTER_DIGITS = ':';
