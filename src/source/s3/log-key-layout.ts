/** Pure: which keys of a sorted listing may be jumped over, because their time is not wanted. */
import { boundFor, type KeyTime, type KeyWindow, readKeyTime } from '../log/key-window.ts';

/** S3's own partition: below it lie the folders of years and nothing else. */
const PARTITION = /\d{12}\/[a-z0-9-]+\/[^/]+\/$/;

/**
 * Null where the key has to be looked at: its time is wanted, or it is of no known layout. Else the
 * key that listing may go on after. What lies between the two begins as the unwanted keys of the
 * same partition do, or of the same prefix and year: account ids such as `202512345678` sort among
 * the years, and so may names of other forms, such as `2025/part-0`.
 */
export function jumpFrom(key: string, { from, until }: KeyWindow): string | null {
  const time = readKeyTime(key);
  if (time === null) return null;
  const { prefix, at } = time;
  const since = boundFor(time, from);
  if (at < since)
    return isSameYear(at, since) || holdsYearsOnly(time) ? prefix + since : endOfYear(time);
  if (until === null || at < boundFor(time, until)) return null;
  return holdsYearsOnly(time) ? prefix + AFTER_DIGITS : endOfYear(time);
}

const holdsYearsOnly = ({ kind, prefix }: KeyTime): boolean =>
  kind === 'day' && PARTITION.test(prefix);

const endOfYear = ({ kind, prefix, at }: KeyTime): string =>
  `${prefix}${yearOf(at)}${kind === 'day' ? '/' : '-'}${AFTER_DIGITS}`;

const yearOf = (stamp: string): string => stamp.slice(0, 4);
const isSameYear = (one: string, other: string): boolean => yearOf(one) === yearOf(other);

/** Sorts behind every digit, before letters. */
const AFTER_DIGITS = ':';
