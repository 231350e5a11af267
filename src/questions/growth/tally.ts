/** What all groups together have in both ranges, and the first of them by how much that changed. */
import { addValues, lessValue, type RawValue, shareOf } from '../ask/metrics.ts';
import { FirstRanked, type Ranked } from '../count/rank.ts';
import type { Counted } from './sweep-both.ts';

/** By the difference without its sign, by the greatest rise, or by the greatest fall. */
export type GrowthOrder = 'difference' | 'rise' | 'fall';

const sizeOf = (value: RawValue): RawValue => (value < 0 ? -value : value);

const RANK = {
  difference: sizeOf,
  rise: (difference) => difference,
  fall: (difference) => -difference,
} as const satisfies Record<GrowthOrder, (difference: RawValue) => RawValue>;

export type KeptGroup = Ranked & { readonly now: Counted; readonly earlier: Counted };

/** Values are as the metric is read, before they are divided by its unit. */
export class ChangeTally {
  readonly #order: GrowthOrder;
  readonly #first: FirstRanked<KeptGroup>;
  /** Of both ranges. */
  sum: RawValue = 0;
  rise: RawValue = 0;
  fall: RawValue = 0;
  groups = { count: 0, new: 0, gone: 0 };

  constructor(order: GrowthOrder, limit: number) {
    this.#order = order;
    this.#first = new FirstRanked(limit);
  }

  addGroup(name: string, now: Counted, earlier: Counted): void {
    const { count, new: added, gone } = this.groups;
    this.groups = {
      count: count + 1,
      new: added + (earlier.records === 0 ? 1 : 0),
      gone: gone + (now.records === 0 ? 1 : 0),
    };
    this.addValues(now.value, earlier.value);
    const difference = lessValue(now.value, earlier.value);
    this.#first.add({ name, now, earlier, value: RANK[this.#order](difference) });
  }

  /** Of what is in no group, too. */
  addValues(now: RawValue, earlier: RawValue): void {
    const difference = lessValue(now, earlier);
    this.sum = addValues(this.sum, addValues(now, earlier));
    if (difference > 0) this.rise = addValues(this.rise, difference);
    else this.fall = addValues(this.fall, sizeOf(difference));
  }

  /** Of what rose a part of the rise, of what fell a part of the fall; 0 to 1. */
  shareOf(difference: RawValue): number {
    return difference > 0 ? shareOf(difference, this.rise) : shareOf(sizeOf(difference), this.fall);
  }

  inOrder(): readonly KeptGroup[] {
    return this.#first.inOrder();
  }
}
