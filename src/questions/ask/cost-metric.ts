/**
 * What records cost, in whole parts of a size that all prices have in common: it adds up to the last
 * digit. What a byte costs is not known before all bytes of its month are counted, so a question is
 * asked with `COST` and answered with the same metric, priced (money/price-metric.ts).
 */
import { type Cost, costOf } from '../../core/cost.ts';
import { formatAmount } from '../../core/format.ts';
import { NOTHING, readDecimal } from '../../core/fraction.ts';
import type { Aggregations } from './aggregation.ts';
import type { MetricRow } from './metric-row.ts';
import type { Query } from './scope.ts';

/** What the sub-aggregations of a bucket have measured. */
export type Measures = Readonly<Record<string, unknown>>;

interface Pricing {
  readonly currency: string;
  /** So many parts are one of the currency. */
  readonly under: bigint;
  readonly aggs: Aggregations;
  /** In these parts. */
  readonly partsOf: (measures: Measures) => bigint;
  /** No records cost more than all of these say together (money/charge.ts). */
  readonly bounds: readonly {
    readonly filter: Query;
    readonly measure: 'bytes' | 'requests';
    readonly weight: bigint;
  }[];
}

export interface CostMetric extends MetricRow {
  readonly name: 'cost';
  readonly key: 'cost';
  readonly isExtra: true;
  readonly tuples?: never;
  /** null: not yet. */
  readonly pricing: Pricing | null;
}

export const COST: CostMetric = {
  name: 'cost',
  key: 'cost',
  heading: 'cost',
  aggregation: null,
  read: () => null, // in parts, by `pricing`
  unit: 1,
  combines: 'sum',
  kind: 'money',
  isExtra: true,
  words: (value) => String(value),
  meaning: 'what bytes and requests cost at list prices, an estimate ([money](money.md))',
  pricing: null,
};

/**
 * A part of `parts` where they are divided among so many. Not shortened before: over five years the
 * parts of two regions are numbers of 5,000 bits, and shortening one takes 4 ms, of every row.
 */
export const showCost = (parts: bigint, { pricing }: CostMetric, among = 1): Cost =>
  costOf({ over: parts, under: (pricing?.under ?? 1n) * BigInt(among) }, pricing?.currency ?? '');

/** Of a median or a percentile, as a number of 8 bytes knows it. */
export const showPlainCost = (amount: number, { pricing }: CostMetric): Cost =>
  costOf(readDecimal(amount.toFixed(10)) ?? NOTHING, pricing?.currency ?? '');

/** `12.35 USD` */
export const costWords = ({ amount, currency }: Cost): string =>
  `${formatAmount(amount)} ${currency}`;
