/** The order of rows: by value, descending; equal values by name, ascending by code point. */

import type { TimeBounds } from '../ask/group-question.ts';

export interface Ranked {
  readonly name: string;
  readonly value: number;
}

interface Order {
  readonly isAscending?: boolean;
}

/** By what groups with and without a value are ranked: those without come last in either order. */
export function rankOf(value: number | null, { isAscending = false }: Order): number {
  if (value === null) return -Infinity;
  return isAscending ? -value : value;
}

/** Whether a group with this value is one that is asked for; without bounds, every one is. */
export const isWithin = (
  value: number | null,
  { bounds }: { readonly bounds?: TimeBounds },
): boolean =>
  bounds === undefined || (value !== null && value >= bounds.fromMs && value < bounds.toMs);

/** UTF-8 sorts by code point; UTF-16, JavaScript's own order, does not. */
const compareNames = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

export const compareRanked = (a: Ranked, b: Ranked): number =>
  // Of two without a value the difference is no number.
  b.value - a.value || compareNames(a.name, b.name);

/** How many are held beyond those wanted before they are sorted and cut: sorting stays rare. */
const SPARE_ROWS = 1_000;

/** The first `count` of any number of rows, in memory for about as many. */
export class FirstRanked<Row extends Ranked = Ranked> {
  readonly #count: number;
  #rows: Row[] = [];
  /** No row below it can be among the first. */
  #valueMin = -Infinity;

  constructor(count: number) {
    this.#count = count;
  }

  add(row: Row): void {
    if (row.value < this.#valueMin) return;
    this.#rows.push(row);
    if (this.#rows.length >= this.#count + SPARE_ROWS) this.#cut();
  }

  inOrder(): readonly Row[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows = this.#rows.sort(compareRanked).slice(0, this.#count);
    if (this.#rows.length === this.#count) this.#valueMin = this.#rows.at(-1)?.value ?? -Infinity;
  }
}
