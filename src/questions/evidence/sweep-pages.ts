/** Reads every group of some fields once, page by page. */
import type { Aggregated, Aggregations, CompositeKey } from '../ask/aggregation.ts';
import type { Query } from '../ask/scope.ts';
import { halvingOnTooMany } from '../count/server-limits.ts';
import type { Snapshot } from '../count/snapshot.ts';

/**
 * Each page costs the server a look at all records, and this process the memory of its groups: two
 * sweeps at once of this size stay within 256 MiB.
 */
const PAGE_GROUPS = 20_000;

export interface SweptBy<A extends Aggregations> {
  /** A group is a combination of their values; a record without one of them is in no group. */
  readonly fields: readonly string[];
  /** A record without a value is in the group of null. */
  readonly isNullable?: boolean;
  readonly query: Query;
  readonly aggs: A;
  /** After so many groups it stops. */
  readonly groupsMax?: number;
}

export type SweptBucket<A extends Aggregations> = Aggregated<A> & {
  readonly key: CompositeKey;
  readonly doc_count: number;
};

/** Resolves to the number of groups that were taken. @throws TamarinError */
export async function sweepFields<A extends Aggregations>(
  { fields, isNullable = false, query, aggs, groupsMax = Number.POSITIVE_INFINITY }: SweptBy<A>,
  snapshot: Snapshot,
  take: (bucket: SweptBucket<A>) => void,
): Promise<number> {
  const nullable = isNullable ? ({ missing_bucket: true } as const) : {};
  const sources = fields.map((field) => ({ [field]: { terms: { field, ...nullable } } }));
  let sizeMax = Math.min(PAGE_GROUPS, groupsMax);
  let groups = 0;
  for (let after: CompositeKey | undefined; ; ) {
    const start = after === undefined ? {} : { after };
    const { page, size } = await halvingOnTooMany(sizeMax, async (size) => {
      const composite = { size, sources, ...start };
      return {
        page: (await snapshot.aggregate(query, { groups: { composite, aggs } })).groups,
        size,
      };
    }); // each page begins where the one before ended
    for (const bucket of page.buckets) take(bucket as SweptBucket<A>); // what was asked for
    groups += page.buckets.length;
    after = page.after_key;
    sizeMax = size; // what the server has refused once is not asked again
    if (page.buckets.length < size || after === undefined || groups >= groupsMax) return groups;
  }
}
