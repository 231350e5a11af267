/** What a scope holds in all, and how much of it lacks the dimension that is asked for. */
import type { DimensionScope } from '../ask/group-question.ts';
import { METRIC_TABLE } from '../ask/metric-table.ts';
import { type MetricBucket, type RawMetrics, readMetrics } from '../ask/metrics.ts';
import { type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';

/** Of all records of the scope. */
export const countAll = (scope: Scope, snapshot: Snapshot): Promise<RawMetrics> =>
  countRecords(scopeQuery(scope), snapshot);

/** Of the records without a value of the dimension. */
export const countMissing = (
  { dimension, scope }: DimensionScope,
  snapshot: Snapshot,
): Promise<RawMetrics> => {
  // As a query it costs half of what an aggregation over all records costs.
  const lacks = { bool: { must_not: [{ exists: { field: dimension.field } }] } };
  return countRecords(scopeQuery(scope, lacks), snapshot);
};

/**
 * Three searches that each look at one column take 55 ms at 2 million records; one that looks at all
 * of them takes 90.
 */
async function countRecords(query: Query, snapshot: Snapshot): Promise<RawMetrics> {
  let counted: MetricBucket = { doc_count: 0 };
  for (const { name, aggregation } of METRIC_TABLE) {
    if (aggregation === null) continue; // told with a sum
    if ('filter' in aggregation) {
      const matching = { bool: { filter: [query, aggregation.filter] } };
      const { records } = await snapshot.countAndAggregate(matching, {}); // one column after the other
      counted = { ...counted, [name]: { doc_count: records } };
    } else {
      const { records, aggregated } = await snapshot.countAndAggregate(query, {
        [name]: aggregation,
      }); // one column after the other
      counted = { ...counted, ...aggregated, doc_count: records };
    }
  }
  return readMetrics(counted);
}

export interface Extent {
  /** About how many distinct values there are: off by some per cent, never a promise. */
  readonly distinctEstimate: number;
  /** The names lie in more than one bucket; only asked where equal names may be different things. */
  readonly isOfSeveralBuckets: boolean;
}

/** What to expect, before the groups themselves are asked for. */
export async function readExtent(
  { dimension, scope }: DimensionScope,
  snapshot: Snapshot,
): Promise<Extent> {
  const { distinct, buckets } = await snapshot.aggregate(scopeQuery(scope), {
    distinct: { cardinality: { field: dimension.field } },
    // Two are enough to know that there are several.
    ...(dimension.isWithinBucket ? { buckets: { terms: { field: 'bucket', size: 2 } } } : {}),
  });
  return {
    distinctEstimate: distinct.value,
    isOfSeveralBuckets: (buckets?.buckets.length ?? 0) > 1,
  };
}
