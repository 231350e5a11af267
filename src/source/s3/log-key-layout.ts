/**
 * Pure: reads the delivery time or the day out of the key of a log object, and tells which keys an
 * earlier, complete sync has seen. S3 writes two layouts, also below one prefix:
 *
 *   simple        logs/2026-01-17-21-32-16-E568B2907131C0C0
 *   partitioned   logs/123456789012/eu-west-1/media/2026/01/17/2026-01-17-00-00-00-E568B2907131C0C0
 *
 * In the second the day may be that of the requests: late records come into the folder of their day,
 * so a whole folder may grow for days, and no key in it says when it was delivered.
 */

/** A simple key may be stamped this long before it can be listed. */
const LOOK_BACK_MS = 48 * 3_600_000;
/** The folder of a day may grow for as long. */
const DAY_LOOK_BACK_MS = 14 * 24 * 3_600_000;

const PARTITIONED =
  /^(.*?\d{12}\/[a-z0-9-]+\/[^/]+\/)(\d{4}\/\d\d\/\d\d)\/\d{4}(?:-\d\d){5}-[0-9A-Za-z]+(?:\.gz)?$/s;
const SIMPLE = /^(.*?)(\d{4}(?:-\d\d){5})-[0-9A-Za-z]+(?:\.gz)?$/s;

export interface LookBack {
  /** `2026-01-15-08-00-00`: simple keys from here on are listed. */
  readonly stamp: string;
  /** `2026/01/03`: day folders from here on are listed. */
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
 * listing may go on after. Between an old key and that one lie only keys of the same partition, or
 * of the same prefix and year: account ids such as `202512345678` sort among the years.
 */
export function jumpFrom(key: string, { stamp, day }: LookBack): string | null {
  const partitioned = PARTITIONED.exec(key);
  if (partitioned !== null) {
    const [, partition = '', keyDay = ''] = partitioned;
    return keyDay < day ? partition + day : null;
  }
  const [, prefix, keyStamp] = SIMPLE.exec(key) ?? [];
  if (prefix === undefined || keyStamp === undefined || keyStamp >= stamp) return null;
  const [year, yearSought] = [keyStamp.slice(0, 4), stamp.slice(0, 4)];
  return year === yearSought ? prefix + stamp : prefix + year + AFTER_DASH;
}

/** Sorts behind every `2025-…` and before `2025/` and `20250…`. */
const AFTER_DASH = '.';
