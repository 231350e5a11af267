/** All metrics of some records: how they are asked for, read, added up and shown. */
import type { Aggregated } from './aggregation.ts';
import { METRIC_TABLE, type Metric, type MetricKey, type MetricName } from './metric-table.ts';

/** As they are shown. */
export type Metrics = Readonly<Record<MetricKey, number>>;

/** As they are read: whole numbers, by the names of the metrics, so that they are not shown as such. */
export type RawMetrics = Readonly<Record<MetricName, number>>;

export interface Totals {
  readonly totals: Metrics;
  /** `fullDownloads` of the totals is off by this much at most, of a row by its downloads ÷ 2,000,000. */
  readonly fullDownloadsErrorMax: number;
}

type MetricAggregations = { readonly [Name in MetricName]?: NonNullable<Metric['aggregation']> };

const aggregationsOf = (metrics: readonly Metric[]): MetricAggregations =>
  Object.fromEntries(
    metrics.flatMap(({ name, aggregation }) => (aggregation === null ? [] : [[name, aggregation]])),
  );

/** Sub-aggregations of a bucket that is to show all metrics. */
export const METRIC_AGGREGATIONS = aggregationsOf(METRIC_TABLE);

/** Sub-aggregations of a bucket that is only ranked by this metric. */
export const aggregationOf = (metric: Metric): MetricAggregations => aggregationsOf([metric]);

/** What such buckets are ordered by. */
export const orderOf = ({ name, aggregation }: Metric): string =>
  aggregation === null ? '_count' : name;

/** A bucket with the aggregations of some metrics, as OpenSearch returns it. */
export type MetricBucket = Aggregated<MetricAggregations> & { readonly doc_count: number };

/** A bucket of a group. */
export type GroupBucket = MetricBucket & { readonly key: string | number };

export const rawValueIn = (bucket: MetricBucket, { name, read }: Metric): number =>
  read(bucket[name], bucket.doc_count);

export const readMetrics = (bucket: MetricBucket): RawMetrics =>
  rawOf((metric) => rawValueIn(bucket, metric));

function rawOf(read: (metric: (typeof METRIC_TABLE)[number]) => number): RawMetrics {
  const raw: { [Name in MetricName]?: number } = {};
  for (const metric of METRIC_TABLE) raw[metric.name] = read(metric);
  return raw as RawMetrics; // every name has its row
}

export const NO_METRICS: RawMetrics = rawOf(() => 0);

const add = (a: number, b: number): number => a + b;

/** Of the kinds that are in the table. One that parts tell nothing of has totals to be asked for. */
const COMBINE = { sum: add, linear: add } as const satisfies Record<
  (typeof METRIC_TABLE)[number]['combines'],
  (a: number, b: number) => number
>;

export const addMetrics = (a: RawMetrics, b: RawMetrics): RawMetrics =>
  rawOf(({ name, combines }) => COMBINE[combines](a[name], b[name]));

/** No sum of a part of these records is greater. */
export const greatestSum = (raw: RawMetrics): number => Math.max(...Object.values(raw));

/** The whole number that groups are ranked by and shares are taken of: fractions add up inexactly. */
export const rawValueOf = (raw: RawMetrics, { name }: Metric): number => raw[name];

export function showMetrics(raw: RawMetrics): Metrics {
  const shown: { [Key in MetricKey]?: number } = {};
  for (const { name, key, unit } of METRIC_TABLE) shown[key] = raw[name] / unit;
  return shown as Metrics; // every key has its row
}
