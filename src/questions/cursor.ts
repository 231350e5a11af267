/**
 * The place in a search from which its next page begins, as one opaque word: the point in time, the
 * last hit, and a mark of the question, because a place in one search means nothing in another.
 */
import { createHash } from 'node:crypto';
import { TamarinError } from '../core/error.ts';

export interface Cursor {
  readonly pointInTime: string;
  readonly after: readonly (string | number)[];
  /** Hits on all pages so far. */
  readonly seen: number;
}

interface Packed {
  readonly p: string;
  readonly a: readonly (string | number)[];
  readonly n: number;
  readonly q: string;
}

const MARK_CHARACTERS = 12;

/** Tells one question from another. */
export function markOf(question: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(question));
  return hash.digest('base64url').slice(0, MARK_CHARACTERS);
}

export function packCursor({ pointInTime, after, seen }: Cursor, mark: string): string {
  const packed: Packed = { p: pointInTime, a: after, n: seen, q: mark };
  return Buffer.from(JSON.stringify(packed)).toString('base64url');
}

/** @throws TamarinError `usage` for what is no cursor, or one of another search */
export function unpackCursor(text: string, mark: string): Cursor {
  const packed = readPacked(text);
  if (packed === null) {
    throw new TamarinError('usage', 'The cursor of --after is damaged.', {
      hint: 'Copy "next" of the page before as a whole, or leave --after out to begin at the newest.',
    });
  }
  if (packed.q !== mark) {
    throw new TamarinError('usage', 'The cursor of --after belongs to another search.', {
      hint: 'Repeat the text, --in, the range and all filters of the page before, or leave --after out.',
    });
  }
  return { pointInTime: packed.p, after: packed.a, seen: packed.n };
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
  const { p, a, n, q } = value as Partial<Record<keyof Packed, unknown>>; // looked at field by field
  const isPlace = Array.isArray(a) && a.every((part) => ['string', 'number'].includes(typeof part));
  return typeof p === 'string' && typeof q === 'string' && Number.isInteger(n) && isPlace;
}
