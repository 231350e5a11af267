/** Ranked groups as the rows of an answer, with their shares where groups have any. */
import type { Metric } from '../ask/metric.ts';
import { addsUp } from '../ask/metric-table.ts';
import { type Metrics, type RawMetrics, rawValueOf, showMetrics } from '../ask/metrics.ts';
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
  const shareOf = (value: number): number => (total === 0 ? 0 : value / total);
  let cumulative = 0;
  return groups.map(({ raw, ...named }) => {
    const row = { ...named, ...showMetrics(raw, by) };
    if (!addsUp(by)) return row;
    const value = rawValueOf(raw, by) ?? 0;
    cumulative += value;
    return { ...row, share: shareOf(value), cumulativeShare: shareOf(cumulative) };
  });
}
