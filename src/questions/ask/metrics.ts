/**
 * The metrics of some records: how they are asked for, read, added up and shown. Those of every row,
 * and the one that the question is asked by, where that is another.
 */
import type { Cost } from '../../core/cost.ts';
import { fraction, ratioOf } from '../../core/fraction.ts';
import type { FilterAggregation } from './aggregation.ts';
import { type CostMetric, type Measures, showCost } from './cost-metric.ts';
import { costIn, type ExtraKey, type Metric } from './metric.ts';
import type { MetricAggregation, MetricAnswer } from './metric-row.ts';
import { type CoreMetric, METRIC_TABLE, type MetricKey, type MetricName } from './metric-table.ts';

/** As they are shown. null: no record has a value. A time is a text. */
export type Metrics = Readonly<Record<MetricKey, number>> & {
  readonly [Key in ExtraKey]?: number | string | null;
} & { readonly cost?: Cost };

/** As they are read: by the names of the metrics, so that they are not shown as such. */
export type RawMetrics = Readonly<Record<MetricName, number>> & {
  /** Of the metric that the question is asked by, where it is none of the others. */
  readonly extra?: number | null;
  /** In parts (cost-metric.ts), where it is asked for. */
  readonly cost?: bigint;
};

/** Of a cost the number of parts. */
export type RawValue = number | bigint;

export interface Totals {
  readonly totals: Metrics;
  /** `fullDownloads` of the totals is off by this much at most, of a row by its downloads ÷ 2,000,000. */
  readonly fullDownloadsErrorMax: number;
}

/** Where the answer to a metric stands. */
type Slot = MetricName | 'extra' | 'cost';

const slotOf = (metric: Metric): Slot =>
  metric.key === 'cost' ? 'cost' : metric.isExtra ? 'extra' : metric.name;

type MetricAggregations = { readonly [Name in Slot]?: MetricAggregation };

const aggregationsOf = (metrics: readonly Metric[]): MetricAggregations =>
  Object.fromEntries(
    metrics.flatMap((metric): readonly (readonly [Slot, MetricAggregation])[] => {
      const aggregation = metric.key === 'cost' ? measuring(metric) : metric.aggregation;
      return aggregation === null ? [] : [[slotOf(metric), aggregation]];
    }),
  );

/** All that is paid, of all records. @throws where the prices are not known yet */
function measuring({ pricing }: CostMetric): FilterAggregation {
  if (pricing === null) throw new Error('a question by cost is priced first: withPrices');
  return { filter: { match_all: {} }, aggs: pricing.aggs };
}

/** Sub-aggregations of a bucket that is to show all metrics of every row. */
export const METRIC_AGGREGATIONS: { readonly [Name in MetricName]?: MetricAggregation } =
  aggregationsOf(METRIC_TABLE);

/** Sub-aggregations of a bucket that is only ranked by this metric. */
export const aggregationOf = (metric: Metric): MetricAggregations => aggregationsOf([metric]);

/** Sub-aggregations of a bucket that is to show all metrics, and is asked by this one. */
export const aggregationsBy = (by: Metric): MetricAggregations =>
  by.isExtra || by.beside !== undefined
    ? {
        ...METRIC_AGGREGATIONS,
        ...aggregationOf(by),
        ...(by.beside === undefined ? {} : aggregationOf(by.beside)),
      }
    : METRIC_AGGREGATIONS;

/** What such buckets are ordered by, where the values of groups add up. */
export function orderOf(metric: Metric): string {
  const { aggregation } = metric;
  if (aggregation === null) return '_count';
  const isWithin = 'filter' in aggregation && aggregation.aggs !== undefined;
  return isWithin ? `${slotOf(metric)}>of` : slotOf(metric);
}

/** A bucket with the aggregations of some metrics, as OpenSearch returns it. */
export type MetricBucket = { readonly [Name in Slot]?: MetricAnswer } & {
  readonly doc_count: number;
};

/** A bucket of a group. */
export type GroupBucket = MetricBucket & { readonly key: string | number };

export function rawValueIn(bucket: MetricBucket, metric: CoreMetric): number;
export function rawValueIn(bucket: MetricBucket, metric: Metric): RawValue | null;
export function rawValueIn(bucket: MetricBucket, metric: Metric): RawValue | null {
  if (metric.key === 'cost') return partsIn(bucket, metric);
  return metric.read(bucket[slotOf(metric)], bucket.doc_count);
}

export function readMetrics(bucket: MetricBucket, by?: Metric): RawMetrics {
  const raw = rawOf((metric) => rawValueIn(bucket, metric));
  if (by === undefined) return raw;
  const cost = costIn(by);
  const extra = by.isExtra && by.key !== 'cost' ? by.read(bucket.extra, bucket.doc_count) : undefined; // biome-ignore format: one rule
  return {
    ...raw,
    ...(extra === undefined ? {} : { extra }),
    ...(cost === null ? {} : { cost: partsIn(bucket, cost) }),
  };
}

const partsIn = ({ cost }: MetricBucket, { pricing }: CostMetric): bigint =>
  pricing === null || cost === undefined ? 0n : pricing.partsOf(cost as Measures); // as it asked for

function rawOf(read: (metric: (typeof METRIC_TABLE)[number]) => number): RawMetrics {
  const raw: { [Name in MetricName]?: number } = {};
  for (const metric of METRIC_TABLE) raw[metric.name] = read(metric);
  return raw as RawMetrics; // every name has its row
}

export const NO_METRICS: RawMetrics = rawOf(() => 0);

const add = (a: number, b: number): number => a + b;

/** Of the kinds that every row has. What only some have is asked for, not added up. */
const COMBINE = { sum: add, linear: add } as const satisfies Record<
  (typeof METRIC_TABLE)[number]['combines'],
  (a: number, b: number) => number
>;

/** Of every row's metrics, and of what they cost. */
export function addMetrics(a: RawMetrics, b: RawMetrics): RawMetrics {
  const sum = rawOf(({ name, combines }) => COMBINE[combines](a[name], b[name]));
  const hasCost = a.cost !== undefined || b.cost !== undefined;
  return hasCost ? { ...sum, cost: (a.cost ?? 0n) + (b.cost ?? 0n) } : sum;
}

/** No sum of a part of these records is greater. */
export const greatestSum = ({ cost: _, ...raw }: RawMetrics): number =>
  Math.max(...Object.values(raw).map((value) => value ?? 0));

/** What groups are ranked by, and shares are taken of: whole numbers, as fractions add up inexactly. */
export function rawValueOf(raw: RawMetrics, by: Metric): RawValue | null {
  if (by.key === 'cost') return raw.cost ?? null;
  return by.isExtra ? (raw.extra ?? null) : raw[by.name];
}

/** Of values of one metric. */
export const addValues = (a: RawValue, b: RawValue): RawValue =>
  typeof a === 'bigint' || typeof b === 'bigint' ? BigInt(a) + BigInt(b) : a + b;

/** Of values of one metric: what the first has more. */
export const lessValue = (a: RawValue, b: RawValue): RawValue => addValues(a, -b);

/** As it is shown, for what is compared and not added up. Never shortened: see `showCost`. */
export const plainValue = (value: RawValue, by: Metric): number =>
  typeof value === 'bigint'
    ? ratioOf({ over: value, under: costIn(by)?.pricing?.under ?? 1n }, fraction(1n))
    : value / by.unit;

/** 0 of nothing. */
export function shareOf(part: RawValue, whole: RawValue): number {
  if (typeof part === 'bigint' || typeof whole === 'bigint')
    return ratioOf(fraction(BigInt(part)), fraction(BigInt(whole)));
  return whole === 0 ? 0 : part / whole;
}

export function showMetrics(raw: RawMetrics, by?: Metric): Metrics {
  const shown: { [Key in MetricKey]?: number } = {};
  for (const { name, key, unit } of METRIC_TABLE) shown[key] = raw[name] / unit;
  const all = shown as Metrics; // every key has its row
  if (by === undefined) return all;
  const cost = costIn(by);
  return {
    ...all,
    ...(by.isExtra && by.key !== 'cost' ? { [by.key]: showValue(raw.extra ?? null, by) } : {}),
    ...(cost === null ? {} : { cost: showCost(raw.cost ?? 0n, cost) }),
  };
}

function showValue(value: number | null, { kind, unit }: Metric): number | string | null {
  if (value === null) return null;
  return kind === 'time' ? new Date(value).toISOString() : value / unit;
}
