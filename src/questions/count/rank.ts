/** The order of rows: by value, descending; equal values by name, ascending by code point. */

import type { TimeBounds } from '../ask/group-question.ts';
import type { RawValue } from '../ask/metrics.ts';

export interface Ranked {
  readonly name: string;
  readonly value: RawValue;
}

interface Order {
  readonly isAscending?: boolean;
}

/** By what groups with and without a value are ranked: those without come last in either order. */
export function rankOf(value: RawValue | null, { isAscending = false }: Order): RawValue {
  if (value === null) return -Infinity;
  return isAscending ? -value : value;
}

/** Whether a group with this value is one that is asked for; without bounds, every one is. */
export const isWithin = (
  value: RawValue | null,
  { bounds }: { readonly bounds?: TimeBounds },
): boolean =>
  bounds === undefined || (value !== null && value >= bounds.fromMs && value < bounds.toMs);

/** UTF-8 sorts by code point; UTF-16, JavaScript's own order, does not. */
const compareNames = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

export const compareRanked = (a: Ranked, b: Ranked): number =>
  a.value === b.value ? compareNames(a.name, b.name) : a.value > b.value ? -1 : 1;

/** How many are held beyond those wanted before they are sorted and cut: sorting stays rare. */
const SPARE_ROWS = 1_000;

/** The first `count` of any number of rows, in memory for about as many. */
export class FirstRanked<Row extends Ranked = Ranked> {
  readonly #count: number;
  #rows: Row[] = [];
  /** No row below it can be among the first. */
  #valueMin: RawValue = -Infinity;

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
