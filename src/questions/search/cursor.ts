/**
 * The place in a search from which its next page begins, as one opaque word: the point in time, the
 * last hit, and a seal over both and the question, because a place in one search means nothing in
 * another. The seal finds slips, not forgeries: a cursor gives nobody what a search would not give.
 */
import { createHash } from 'node:crypto';
import { TamarinError } from '../../core/error.ts';
import type { AsOf } from '../reach/as-of.ts';

export interface Cursor {
  /** Which indices were asked: `tamarin-records-*`. */
  readonly pattern: string;
  readonly pointInTime: string;
  readonly after: readonly (string | number)[];
  /** Hits on all pages so far. */
  readonly seen: number;
  /** Why the pages are not all there is; null where they are. */
  readonly inexactBecause: string | null;
  /** How far the first page reaches, and so all. */
  readonly asOf: AsOf;
}

/** A cursor in short, with its seal `q`. */
interface Packed {
  readonly i: string;
  readonly p: string;
  readonly a: readonly (string | number)[];
  readonly n: number;
  readonly x: string | null;
  readonly r: AsOf;
  readonly q: string;
}

const SEAL_CHARACTERS = 12;

function sealOf(cursor: Cursor, question: unknown): string {
  const { pattern, pointInTime, seen, after, inexactBecause, asOf } = cursor;
  const place = [pattern, pointInTime, seen, after, inexactBecause, asOf];
  const sealed = JSON.stringify([question, ...place]);
  const hash = createHash('sha256').update(sealed);
  return hash.digest('base64url').slice(0, SEAL_CHARACTERS);
}

/** `question`: all that makes a search another one. */
export function packCursor(cursor: Cursor, question: unknown): string {
  const { pattern: i, pointInTime: p, after: a, seen: n, inexactBecause: x, asOf: r } = cursor;
  const packed: Packed = { i, p, a, n, x, r, q: sealOf(cursor, question) };
  return Buffer.from(JSON.stringify(packed)).toString('base64url');
}

/** @throws TamarinError `usage` for what is no cursor, or one of another search */
export function unpackCursor(text: string, question: unknown): Cursor {
  const packed = readPacked(text);
  if (packed === null) {
    throw new TamarinError('usage', 'The --after cursor is damaged.', {
      hint: 'Copy the whole "next" value of the previous page, or omit --after to start at the newest.',
    });
  }
  const { i: pattern, p: pointInTime, a: after, n: seen, x: inexactBecause, r: asOf } = packed;
  const cursor: Cursor = { pattern, pointInTime, after, seen, inexactBecause, asOf };
  if (packed.q !== sealOf(cursor, question)) throw ofAnotherSearch();
  return cursor;
}

export function ofAnotherSearch(): TamarinError {
  return new TamarinError('usage', 'The --after cursor is damaged or belongs to another search.', {
    hint: 'Repeat the text, --in, the range and all filters of the previous page and copy its whole "next" value; or omit --after. A range that counts from now is another one by then: give "from" and "to" of the first page.',
  });
}

function readPacked(text: string): Packed | null {
  try {
    const packed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isPacked(packed) ? packed : null;
  } catch {
    return null; // no JSON
  }
}

function isPacked(value: unknown): value is Packed {
  if (typeof value !== 'object' || value === null) return false;
  const { i, p, a, n, x, r, q } = value as Partial<Record<keyof Packed, unknown>>; // looked at field by field
  const areTexts = [i, p, q].every((part) => typeof part === 'string');
  const isPlace = Array.isArray(a) && a.every((part) => ['string', 'number'].includes(typeof part));
  const isReason = x === null || typeof x === 'string';
  const isReach = typeof r === 'object' && r !== null; // what is in it is under the seal
  return areTexts && Number.isInteger(n) && isReason && isPlace && isReach;
}
