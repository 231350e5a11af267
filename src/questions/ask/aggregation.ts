/**
 * The aggregations that questions ask for, and what OpenSearch answers to each. The type of an answer
 * follows from what was asked, so no question has to claim what its answer looks like.
 */
import type { Query } from './scope.ts';

interface OfField {
  readonly field: string;
}

interface OfBuckets {
  /** Of each bucket. */
  readonly aggs?: Aggregations;
}

interface TermsBody extends OfField {
  readonly size: number;
  /** What one shard lists at most. */
  readonly shard_size?: number;
  readonly order?: Readonly<Record<string, 'desc'>>;
  /** Only these values, or those that a regular expression matches. */
  readonly include?: string | readonly string[];
}

interface DateHistogramBody extends OfField {
  readonly calendar_interval: string;
  /** IANA name. */
  readonly time_zone: string;
  /** 0: gaps are buckets too. */
  readonly min_doc_count: 0 | 1;
}

export type CompositeSource = Readonly<
  Record<
    string,
    | { readonly terms: OfField & { readonly missing_bucket?: true } }
    | { readonly date_histogram: OfField & { readonly fixed_interval: string } }
  >
>;

interface CompositeBody {
  readonly size: number;
  readonly sources: readonly CompositeSource[];
  readonly after?: CompositeKey;
}

/** null: a record without a value, where those are asked for. */
export type CompositeKey = Readonly<Record<string, string | number | null>>;

export type SumAggregation = { readonly sum: OfField };
export type AverageAggregation = { readonly avg: OfField };
export type ExtremeAggregation = { readonly min: OfField } | { readonly max: OfField };
export type PercentilesAggregation = {
  readonly percentiles: OfField & {
    readonly percents: readonly number[];
    readonly hdr: { readonly number_of_significant_value_digits: number };
  };
};
/** Exact up to about so many different values; above that an estimate. */
type CardinalityAggregation = {
  readonly cardinality: OfField & { readonly precision_threshold?: number };
};
export type FilterAggregation = OfBuckets & { readonly filter: Query };

type Aggregation =
  | SumAggregation
  | FilterAggregation
  | CardinalityAggregation
  | AverageAggregation
  | ExtremeAggregation
  | PercentilesAggregation
  | (OfBuckets & { readonly terms: TermsBody })
  | (OfBuckets & { readonly date_histogram: DateHistogramBody })
  | (OfBuckets & { readonly composite: CompositeBody });

/** By the names that their answers have. */
export type Aggregations = { readonly [name: string]: Aggregation };

export type Aggregated<A extends Aggregations> = {
  readonly [Name in keyof A]: AggregatedOne<A[Name]>;
};

type AggregatedOne<A> = A extends { readonly sum: unknown } | { readonly cardinality: unknown }
  ? { readonly value: number }
  : A extends ExtremeAggregation | AverageAggregation
    ? { readonly value: number | null } // null: no record has a value
    : A extends PercentilesAggregation
      ? { readonly values: Readonly<Record<string, number | null>> }
      : A extends { readonly filter: unknown }
        ? Bucket<A>
        : A extends { readonly terms: unknown }
          ? { readonly buckets: readonly (Bucket<A> & { readonly key: string | number })[] }
          : A extends { readonly date_histogram: unknown }
            ? { readonly buckets: readonly (Bucket<A> & { readonly key: number })[] }
            : A extends { readonly composite: unknown }
              ? {
                  readonly buckets: readonly (Bucket<A> & { readonly key: CompositeKey })[];
                  readonly after_key?: CompositeKey;
                }
              : never;

type Bucket<A> = { readonly doc_count: number } & (A extends {
  readonly aggs: infer Inner extends Aggregations;
}
  ? Aggregated<Inner>
  : unknown);
