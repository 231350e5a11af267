/** What a scope holds in all, and how much of it lacks the dimension that is asked for. */
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
  /** The names lie in more than one bucket; only asked where equal names may be different things. */
  readonly isOfSeveralBuckets: boolean;
}

interface TotalsAggregations {
  readonly all: MetricBucket;
  readonly missing: MetricBucket;
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
      // Two are enough to know that there are several.
      ...(dimension.isWithinBucket ? { buckets: { terms: { field: 'bucket', size: 2 } } } : {}),
    },
  });
  const { all, missing, buckets } = aggregations as unknown as TotalsAggregations; // the answer to these aggs
  return {
    all: readMetrics(all),
    missing: readMetrics(missing),
    isOfSeveralBuckets: (buckets?.buckets.length ?? 0) > 1,
  };
}
