/** Whether every number of an answer is true, and if not, why. No number may silently be less. */
import type { Snapshot } from './snapshot.ts';

export interface Exactness {
  readonly exact: boolean;
  readonly inexactBecause?: string;
}

export interface Sums {
  /** The greatest sum of the answer, or the sum of all its groups. */
  readonly sum: number;
  /** The same, counted from the records without grouping them; the two must be one. */
  readonly recordsSum?: number;
}

export function exactnessOf({ closed }: Snapshot, { sum, recordsSum = sum }: Sums): Exactness {
  const [first] = closed;
  if (first !== undefined) {
    const others = closed.length === 1 ? '' : ` and ${closed.length - 1} more`;
    const [is, its] = closed.length === 1 ? ['is', 'its'] : ['are', 'their'];
    return inexact(`${first}${others} ${is} closed and ${its} records are left out`);
  }
  if (sum > Number.MAX_SAFE_INTEGER) return inexact('a sum is above 2⁵³');
  if (sum !== recordsSum) {
    return inexact(`the groups add up to ${sum}, but their records to ${recordsSum}`);
  }
  return { exact: true };
}

const inexact = (inexactBecause: string): Exactness => ({ exact: false, inexactBecause });
