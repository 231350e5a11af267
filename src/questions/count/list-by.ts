/** By what an index lists its first groups, so that nothing unlisted can be among the first of all. */
import type { CostMetric } from '../ask/cost-metric.ts';
import type { Metric } from '../ask/metric.ts';
import { aggregationOf, type GroupBucket, orderOf, type RawValue, rawValueIn } from '../ask/metrics.ts'; // biome-ignore format: one import

export interface ListBy {
  readonly aggs: ReturnType<typeof aggregationOf>;
  readonly order: string;
  /** What a group that stands behind this one has at most, of this list's part of the value. */
  readonly mostOf: (bucket: GroupBucket) => RawValue;
}

/** An unlisted group has at most the sum over all of these; none: nothing bounds it. */
export const listsBy = (by: Metric): readonly ListBy[] =>
  by.key === 'cost'
    ? listsByCost(by)
    : [
        {
          aggs: aggregationOf(by),
          order: orderOf(by),
          mostOf: (bucket) => rawValueIn(bucket, by) ?? 0,
        },
      ];

/**
 * What a byte costs differs by month and region, so the first of an index by bytes need not be the
 * dearest. But nobody behind the last of a list by paid bytes, and of one by paid requests, costs more
 * than these at the highest prices.
 */
const listsByCost = ({ pricing }: CostMetric): readonly ListBy[] =>
  (pricing?.bounds ?? []).map(({ filter, measure, weight }) =>
    measure === 'bytes'
      ? {
          aggs: { extra: { filter, aggs: { of: { sum: { field: 'bytes_sent' } } } } },
          order: 'extra>of',
          mostOf: ({ extra }) => BigInt(extra?.of?.value ?? 0) * weight,
        }
      : {
          aggs: { extra: { filter } },
          order: 'extra',
          mostOf: ({ extra }) => BigInt(extra?.doc_count ?? 0) * weight,
        },
  );
