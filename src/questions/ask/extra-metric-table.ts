/**
 * What is counted only where a question is asked by it: each once. It is then one more column of the
 * rows and totals, so that every other question costs what it did.
 */
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { formatBytes, formatMs, formatShare, plural } from '../../core/format.ts';
import type { FilterAggregation } from './aggregation.ts';
import type { MetricAnswer, MetricRow } from './metric-row.ts';

interface ExtraRow extends MetricRow {
  readonly isExtra: true;
}

type FieldName = (typeof FIELD_TABLE)[number]['name'];

const extra = { unit: 1, isExtra: true } as const;

/** An estimate is off by this part of itself at most: as many digits of it are kept. */
export const ESTIMATE_ERROR_MAX = 0.01;
const ESTIMATE_DIGITS = 2;

const ERRORS: FilterAggregation['filter'] = { range: { http_status: { gte: 400 } } };

/** The parts of a multipart upload, not their sum, which completing it logs once more. */
const UPLOADS: FilterAggregation['filter'] = {
  bool: {
    filter: [
      { terms: { operation: ['REST.PUT.OBJECT', 'REST.PUT.PART', 'REST.POST.OBJECT'] } },
      { range: { http_status: { gte: 200, lt: 400 } } },
    ],
  },
};

const plainValue = (answer: MetricAnswer | undefined): number | null => answer?.value ?? null;

const percentileOf = (field: FieldName, percent: number) =>
  ({
    aggregation: {
      percentiles: {
        field,
        percents: [percent],
        hdr: { number_of_significant_value_digits: ESTIMATE_DIGITS },
      },
    },
    read: (answer: MetricAnswer | undefined) => Object.values(answer?.values ?? {})[0] ?? null,
    combines: 'estimate',
  }) as const;

const averageOf = (field: FieldName) =>
  ({ aggregation: { avg: { field } }, read: plainValue, combines: 'ratio' }) as const;
const leastOf = (field: FieldName) =>
  ({ aggregation: { min: { field } }, read: plainValue, combines: 'extreme' }) as const;
const greatestOf = (field: FieldName) =>
  ({ aggregation: { max: { field } }, read: plainValue, combines: 'extreme' }) as const;

const inMs = { kind: 'ms', ...extra } as const;
const took = (what: string) => (value: number) => `${what} ${formatMs(value)}`;
const at = (what: string) => (value: number) => `${what} ${new Date(value).toISOString()}`;

// biome-ignore format: a table, one row a metric
const TABLE = [
  { name: 'errors', key: 'errors', heading: 'errors', aggregation: { filter: ERRORS }, read: (answer) => answer?.doc_count ?? 0, combines: 'sum', kind: 'count', ...extra, words: (value) => plural(value, 'error'), meaning: 'records with a status of 400 or more' },
  { name: 'error-rate', key: 'errorRate', heading: 'error rate', aggregation: { filter: ERRORS }, read: (answer, records) => (records === 0 ? null : (answer?.doc_count ?? 0) / records), combines: 'ratio', kind: 'share', ...extra, words: (value) => `${formatShare(value)} errors`, meaning: '`errors` ÷ `requests`, 0 to 1' },
  { name: 'uploaded', key: 'uploaded', heading: 'uploaded', aggregation: { filter: UPLOADS, aggs: { of: { sum: { field: 'object_size' } } } }, read: (answer) => answer?.of?.value ?? 0, combines: 'sum', kind: 'bytes', ...extra, words: (value) => `${formatBytes(value)} uploaded`, meaning: 'sum of `object_size` of `REST.PUT.OBJECT`, `REST.PUT.PART` and `REST.POST.OBJECT` with a status below 400' },
  { name: 'object-size-avg', key: 'objectSizeAvg', heading: 'mean object size', ...averageOf('object_size'), kind: 'bytes', ...extra, words: (value) => `${formatBytes(value)} an object on average`, meaning: 'mean of `object_size` over the records that have one' },
  { name: 'object-size-max', key: 'objectSizeMax', heading: 'largest object', ...greatestOf('object_size'), kind: 'bytes', ...extra, words: (value) => `largest object ${formatBytes(value)}`, meaning: 'greatest `object_size`' },
  { name: 'total-time-avg', key: 'totalTimeAvg', heading: 'mean total time', ...averageOf('total_time'), ...inMs, words: took('mean total time'), meaning: 'mean of `total_time`, in ms, over the records that have one' },
  { name: 'total-time-p50', key: 'totalTimeP50', heading: 'total time p50', ...percentileOf('total_time', 50), ...inMs, words: took('total time p50'), meaning: 'median of `total_time`, in ms' },
  { name: 'total-time-p95', key: 'totalTimeP95', heading: 'total time p95', ...percentileOf('total_time', 95), ...inMs, words: took('total time p95'), meaning: '95th percentile of `total_time`, in ms' },
  { name: 'total-time-p99', key: 'totalTimeP99', heading: 'total time p99', ...percentileOf('total_time', 99), ...inMs, words: took('total time p99'), meaning: '99th percentile of `total_time`, in ms' },
  { name: 'total-time-max', key: 'totalTimeMax', heading: 'longest total time', ...greatestOf('total_time'), ...inMs, words: took('longest total time'), meaning: 'greatest `total_time`, in ms' },
  { name: 'turn-around-time-avg', key: 'turnAroundTimeAvg', heading: 'mean turn-around time', ...averageOf('turn_around_time'), ...inMs, words: took('mean turn-around time'), meaning: 'mean of `turn_around_time`, in ms, over the records that have one' },
  { name: 'turn-around-time-p50', key: 'turnAroundTimeP50', heading: 'turn-around time p50', ...percentileOf('turn_around_time', 50), ...inMs, words: took('turn-around time p50'), meaning: 'median of `turn_around_time`, in ms' },
  { name: 'turn-around-time-p95', key: 'turnAroundTimeP95', heading: 'turn-around time p95', ...percentileOf('turn_around_time', 95), ...inMs, words: took('turn-around time p95'), meaning: '95th percentile of `turn_around_time`, in ms' },
  { name: 'turn-around-time-p99', key: 'turnAroundTimeP99', heading: 'turn-around time p99', ...percentileOf('turn_around_time', 99), ...inMs, words: took('turn-around time p99'), meaning: '99th percentile of `turn_around_time`, in ms' },
  { name: 'turn-around-time-max', key: 'turnAroundTimeMax', heading: 'longest turn-around time', ...greatestOf('turn_around_time'), ...inMs, words: took('longest turn-around time'), meaning: 'greatest `turn_around_time`, in ms' },
  { name: 'first', key: 'first', heading: 'first (UTC)', ...leastOf('@timestamp'), kind: 'time', ...extra, words: at('first'), meaning: 'time of the first record' },
  { name: 'last', key: 'last', heading: 'last (UTC)', ...greatestOf('@timestamp'), kind: 'time', ...extra, words: at('last'), meaning: 'time of the last record' },
] as const satisfies readonly ExtraRow[];

type TableKey = (typeof TABLE)[number]['key'];

/** A column of the rows that are ranked by it. */
export interface ExtraMetric extends ExtraRow {
  readonly key: TableKey;
  readonly tuples?: never;
}

export const EXTRA_METRIC_TABLE: readonly ExtraMetric[] = TABLE;
