/** The order of rows: by value, descending; equal values by name, ascending by code point. */

export interface Ranked {
  readonly name: string;
  readonly value: number;
}

/** UTF-8 sorts by code point; UTF-16, JavaScript's own order, does not. */
export const compareNames = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

export const compareRanked = (a: Ranked, b: Ranked): number =>
  b.value - a.value || compareNames(a.name, b.name);
