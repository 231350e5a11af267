/** What a scope holds in all: its records, those that lack a dimension, and about how many values. */
import type { Dimension } from './dimension-table.ts';
import {
  METRIC_AGGREGATIONS,
  type MetricBucket,
  type RawMetrics,
  readMetrics,
} from './metric-table.ts';
import { type Scope, scopeQuery } from './scope.ts';
import type { Snapshot } from './snapshot.ts';

export interface ScopeTotals {
  readonly all: RawMetrics;
  /** Records without a value of the dimension. */
  readonly missing: RawMetrics;
  /** About how many distinct values there are: within 1 or 2 per cent, never a promise. */
  readonly distinctEstimate: number;
  /** The names lie in more than one bucket; only asked where equal names may be different things. */
  readonly isOfSeveralBuckets: boolean;
}

interface TotalsAggregations {
  readonly all: MetricBucket;
  readonly missing: MetricBucket;
  readonly distinct: { readonly value: number };
  readonly buckets?: { readonly buckets: readonly unknown[] };
}

export async function readTotals(
  { dimension, scope }: { readonly dimension: Dimension; readonly scope: Scope },
  snapshot: Snapshot,
): Promise<ScopeTotals> {
  const aggs = METRIC_AGGREGATIONS;
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: {
      all: { filter: { match_all: {} }, aggs },
      missing: { missing: { field: dimension.field }, aggs },
      distinct: { cardinality: { field: dimension.field } },
      // Two are enough to know that there are several.
      ...(dimension.isWithinBucket ? { buckets: { terms: { field: 'bucket', size: 2 } } } : {}),
    },
  });
  const { all, missing, distinct, buckets } = aggregations as unknown as TotalsAggregations; // the answer to these aggs
  return {
    all: readMetrics(all),
    missing: readMetrics(missing),
    distinctEstimate: distinct.value,
    isOfSeveralBuckets: (buckets?.buckets.length ?? 0) > 1,
  };
}
