/** Ranked groups as the rows of an answer, with their shares where groups have any. */
import type { Metric } from '../ask/metric.ts';
import { addsUp } from '../ask/metric-table.ts';
import {
  addValues,
  type Metrics,
  type RawMetrics,
  type RawValue,
  rawValueOf,
  shareOf,
  showMetrics,
} from '../ask/metrics.ts';
import type { RankedGroup } from '../count/rank-groups.ts';

export type TopRow = Metrics & {
  readonly name: string;
  /** Of each dimension, where there are two. */
  readonly names?: readonly string[];
  /** Of the total over all records, 0 to 1; absent where values do not add up to it. */
  readonly share?: number;
  readonly cumulativeShare?: number;
};

interface Of {
  readonly by: Metric;
  readonly all: RawMetrics;
}

export function rowsOf(groups: readonly RankedGroup[], { by, all }: Of): readonly TopRow[] {
  const total = rawValueOf(all, by) ?? 0;
  let cumulative: RawValue = 0;
  return groups.map(({ raw, ...named }) => {
    const row = { ...named, ...showMetrics(raw, by) };
    if (!addsUp(by)) return row;
    const value = rawValueOf(raw, by) ?? 0;
    cumulative = addValues(cumulative, value);
    return { ...row, share: shareOf(value, total), cumulativeShare: shareOf(cumulative, total) };
  });
}
