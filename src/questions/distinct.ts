/** How many distinct values a dimension has. */

import type { Dimension } from './dimension-table.ts';
import type { Scope } from './scope.ts';
import { scopeQuery } from './scope.ts';
import type { Snapshot } from './snapshot.ts';

/** About how many distinct values there are: within 1 or 2 per cent, never a promise. */
export async function estimateDistinct(
  { dimension, scope }: { readonly dimension: Dimension; readonly scope: Scope },
  snapshot: Snapshot,
): Promise<number> {
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: { distinct: { cardinality: { field: dimension.field } } },
  });
  return (aggregations as unknown as { readonly distinct: { readonly value: number } }).distinct
    .value; // the answer to these aggs
}
