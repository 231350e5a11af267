/**
 * Addresses without a gap, as numbers. IPv4 in the clothes of IPv6 (`::ffff:192.0.2.1`) is IPv4, so
 * that one host cannot be meant and spared at once.
 */

/** 4 and 6 are apart: no number of one is one of the other. */
export type Family = 4 | 6;

export interface Span {
  readonly family: Family;
  readonly first: bigint;
  /** In it. */
  readonly last: bigint;
}

export const BITS = { 4: 32, 6: 128 } as const satisfies Record<Family, number>;

export const bySpan = (a: Span, b: Span): number =>
  a.family - b.family || compare(a.first, b.first) || compare(a.last, b.last);

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The fewest spans with the same addresses, in their order: neighbours are one. */
export function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted(bySpan)) {
    const before = merged.at(-1);
    if (before === undefined || before.family !== span.family || before.last + 1n < span.first)
      merged.push(span);
    else if (before.last < span.last) merged.splice(-1, 1, { ...before, last: span.last });
  }
  return merged;
}

/** What is in the first and in none of the others, merged. */
export function subtract(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  const away = merge(others);
  return merge(spans).flatMap((span) => withoutAny(span, away));
}

/** `away`: merged. */
function withoutAny(span: Span, away: readonly Span[]): readonly Span[] {
  const { family } = span;
  const left: Span[] = [];
  let { first } = span;
  for (const other of away) {
    if (other.family !== family || other.last < first) continue;
    if (other.first > span.last) break;
    if (first < other.first) left.push({ family, first, last: other.first - 1n });
    first = other.last + 1n;
  }
  return first > span.last ? left : [...left, { family, first, last: span.last }];
}

/** What is in both, merged. */
export const intersect = (a: readonly Span[], b: readonly Span[]): readonly Span[] =>
  subtract(a, subtract(a, b));
