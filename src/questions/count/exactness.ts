/** Whether every number of an answer is true, and if not, why. No number may silently be less. */
import { ESTIMATE_ERROR_MAX } from '../ask/extra-metric-table.ts';
import type { Metric } from '../ask/metric.ts';
import type { RawValue } from '../ask/metrics.ts';
import type { Snapshot } from './snapshot.ts';

export interface Exactness {
  readonly exact: boolean;
  readonly inexactBecause?: string;
}

export interface Estimates {
  /** Columns whose values are estimates, off by 1 % at most; `exact` says nothing of them. */
  readonly estimates?: readonly string[];
}

export const estimatesOf = ({ combines, key }: Metric): Estimates =>
  combines === 'estimate' ? { estimates: [key] } : {};

/** Groups ranked by an estimate may stand in another order than by the true values. */
export const rankedByEstimate = ({ combines, heading }: Metric): readonly string[] =>
  combines === 'estimate'
    ? [`ranked by an estimate: each ${heading} may be off by ${ESTIMATE_ERROR_MAX * 100} %`]
    : [];

export interface Sums {
  /** The greatest sum of the answer, or the sum of all its groups. */
  readonly sum: RawValue;
  /** Of the records, counted without grouping them: must equal `sum`. */
  readonly recordsSum?: RawValue;
}

/** All reasons are told, those of the snapshot first. */
export function exactnessOf({ doubts }: Snapshot, { sum, recordsSum = sum }: Sums): Exactness {
  const reasons = [
    ...doubts,
    ...(typeof sum === 'number' && sum > Number.MAX_SAFE_INTEGER ? ['a sum is above 2⁵³'] : []),
    ...(sum === recordsSum
      ? []
      : [`the groups add up to ${sum}, but their records to ${recordsSum}`]),
  ];
  return reasons.length === 0
    ? { exact: true }
    : { exact: false, inexactBecause: reasons.join('; ') };
}
