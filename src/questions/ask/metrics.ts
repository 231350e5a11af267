/**
 * The metrics of some records: how they are asked for, read, added up and shown. Those of every row,
 * and the one that the question is asked by, where that is another.
 */
import type { ExtraKey, Metric } from './metric.ts';
import type { MetricAggregation, MetricAnswer } from './metric-row.ts';
import { type CoreMetric, METRIC_TABLE, type MetricKey, type MetricName } from './metric-table.ts';

/** As they are shown. null: no record has a value. A time is a text. */
export type Metrics = Readonly<Record<MetricKey, number>> & {
  readonly [Key in ExtraKey]?: number | string | null;
};

/** As they are read: by the names of the metrics, so that they are not shown as such. */
export type RawMetrics = Readonly<Record<MetricName, number>> & {
  /** Of the metric that the question is asked by, where it is none of the others. */
  readonly extra?: number | null;
};

export interface Totals {
  readonly totals: Metrics;
  /** `fullDownloads` of the totals is off by this much at most, of a row by its downloads ÷ 2,000,000. */
  readonly fullDownloadsErrorMax: number;
}

/** Where the answer to a metric stands. */
type Slot = MetricName | 'extra';

const slotOf = (metric: Metric): Slot => (metric.isExtra ? 'extra' : metric.name);

type MetricAggregations = { readonly [Name in Slot]?: MetricAggregation };

const aggregationsOf = (metrics: readonly Metric[]): MetricAggregations =>
  Object.fromEntries(
    metrics.flatMap((metric) =>
      metric.aggregation === null ? [] : [[slotOf(metric), metric.aggregation]],
    ),
  );

/** Sub-aggregations of a bucket that is to show all metrics of every row. */
export const METRIC_AGGREGATIONS: { readonly [Name in MetricName]?: MetricAggregation } =
  aggregationsOf(METRIC_TABLE);

/** Sub-aggregations of a bucket that is only ranked by this metric. */
export const aggregationOf = (metric: Metric): MetricAggregations => aggregationsOf([metric]);

/** Sub-aggregations of a bucket that is to show all metrics, and is asked by this one. */
export const aggregationsBy = (by: Metric): MetricAggregations =>
  by.isExtra ? { ...METRIC_AGGREGATIONS, ...aggregationOf(by) } : METRIC_AGGREGATIONS;

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
export function rawValueIn(bucket: MetricBucket, metric: Metric): number | null;
export function rawValueIn(bucket: MetricBucket, metric: Metric): number | null {
  return metric.read(bucket[slotOf(metric)], bucket.doc_count);
}

export function readMetrics(bucket: MetricBucket, by?: Metric): RawMetrics {
  const raw = rawOf((metric) => rawValueIn(bucket, metric));
  return by?.isExtra ? { ...raw, extra: rawValueIn(bucket, by) } : raw;
}

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

/** Of every row's metrics. */
export const addMetrics = (a: RawMetrics, b: RawMetrics): RawMetrics =>
  rawOf(({ name, combines }) => COMBINE[combines](a[name], b[name]));

/** No sum of a part of these records is greater. */
export const greatestSum = (raw: RawMetrics): number =>
  Math.max(...Object.values(raw).map((value) => value ?? 0));

/** What groups are ranked by, and shares are taken of: whole numbers, as fractions add up inexactly. */
export const rawValueOf = (raw: RawMetrics, by: Metric): number | null =>
  by.isExtra ? (raw.extra ?? null) : raw[by.name];

export function showMetrics(raw: RawMetrics, by?: Metric): Metrics {
  const shown: { [Key in MetricKey]?: number } = {};
  for (const { name, key, unit } of METRIC_TABLE) shown[key] = raw[name] / unit;
  const all = shown as Metrics; // every key has its row
  return by?.isExtra ? { ...all, [by.key]: showValue(raw.extra ?? null, by) } : all;
}

function showValue(value: number | null, { kind, unit }: Metric): number | string | null {
  if (value === null) return null;
  return kind === 'time' ? new Date(value).toISOString() : value / unit;
}
