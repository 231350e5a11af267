/** What is to be known of a metric: how OpenSearch aggregates it, how it is read, added up and shown. */
import type { EnrichedPart } from '../../core/enriched.ts';
import type {
  AverageAggregation,
  ExtremeAggregation,
  FilterAggregation,
  PercentilesAggregation,
  SumAggregation,
} from './aggregation.ts';
import type { CostMetric } from './cost-metric.ts';

/**
 * How the value of a whole follows from those of its parts: `sum`, they are added up; `linear`, as a
 * sum, in fixed units of it; `extreme`, the greatest or the least; `distinct`, `ratio` and `estimate`
 * (a percentile): not at all.
 */
export type Combines = 'sum' | 'linear' | 'extreme' | 'distinct' | 'ratio' | 'estimate';

export type MetricAggregation =
  | SumAggregation
  | AverageAggregation
  | ExtremeAggregation
  | PercentilesAggregation
  | FilterAggregation;

/** What OpenSearch answers to any of them. */
export interface MetricAnswer {
  /** null: no record has a value. */
  readonly value?: number | null;
  readonly doc_count?: number;
  /** Of an aggregation within a filter. */
  readonly of?: { readonly value?: number | null };
  readonly values?: Readonly<Record<string, number | null>>;
}

export interface MetricRow {
  /** As on the command line. */
  readonly name: string;
  /** As in answers. */
  readonly key: string;
  /** Column heading, and "by …". */
  readonly heading: string;
  /** null: every bucket tells its records. */
  readonly aggregation: MetricAggregation | null;
  /** A whole number where it adds up, so that sums over groups and indices stay exact. */
  readonly read: (answer: MetricAnswer | undefined, records: number) => number | null;
  /** So much of what is read is one of what is shown. */
  readonly unit: number;
  readonly combines: Combines;
  /** How a cell is written. */
  readonly kind: 'bytes' | 'count' | 'tenths' | 'share' | 'ms' | 'time' | 'money';
  /** In a list of all: `12 requests`. */
  readonly words: (value: number) => string;
  /** What it is, as in the reference. */
  readonly meaning: string;
  /** By how much it is off at most, where single records are rounded. */
  readonly errorMax?: (counted: { readonly downloads: number }) => number;
  /** Its values are derived, and depend on these parts of what enriched a record. */
  readonly derivedBy?: readonly EnrichedPart[];
  /** What it costs stands beside it. */
  readonly beside?: CostMetric;
}
