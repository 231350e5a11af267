/** What all groups together have in both ranges, and the first of them by how much that changed. */
import { FirstRanked, type Ranked } from '../count/rank.ts';
import type { Counted } from './sweep-both.ts';

/** By the difference without its sign, by the greatest rise, or by the greatest fall. */
export type GrowthOrder = 'difference' | 'rise' | 'fall';

const RANK = {
  difference: (difference) => Math.abs(difference),
  rise: (difference) => difference,
  fall: (difference) => -difference,
} as const satisfies Record<GrowthOrder, (difference: number) => number>;

export type KeptGroup = Ranked & { readonly now: Counted; readonly earlier: Counted };

/** Values are as the metric is read, before they are divided by its unit. */
export class ChangeTally {
  readonly #order: GrowthOrder;
  readonly #first: FirstRanked<KeptGroup>;
  /** Of both ranges. */
  sum = 0;
  rise = 0;
  fall = 0;
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
    this.#first.add({ name, now, earlier, value: RANK[this.#order](now.value - earlier.value) });
  }

  /** Of what is in no group, too. */
  addValues(now: number, earlier: number): void {
    this.sum += now + earlier;
    this.rise += Math.max(0, now - earlier);
    this.fall += Math.max(0, earlier - now);
  }

  /** Of what rose a part of the rise, of what fell a part of the fall; 0 to 1. */
  shareOf(difference: number): number {
    if (difference === 0) return 0;
    return difference > 0 ? difference / this.rise : -difference / this.fall;
  }

  inOrder(): readonly KeptGroup[] {
    return this.#first.inOrder();
  }
}
