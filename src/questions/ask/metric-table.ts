/**
 * What is counted: each metric once, as OpenSearch aggregates it, as it is read, added up, and shown.
 * Every row of every question carries them all, so that one answer can be ranked by any of them.
 */
import type { EnrichedPart } from '../../core/enriched.ts';
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { formatBytes, formatTenths, plural } from '../../core/format.ts';
import type { FilterAggregation, SumAggregation } from './aggregation.ts';

/**
 * How the value of a whole follows from those of its parts: `sum`, they are added up; `linear`, as a
 * sum, in fixed units of it; `extreme`, the greatest or the least; `distinct`, `ratio` and `estimate`
 * (a percentile): not at all.
 */
export type Combines = 'sum' | 'linear' | 'extreme' | 'distinct' | 'ratio' | 'estimate';

type MetricAggregation = SumAggregation | FilterAggregation;

/** What OpenSearch answers to either. */
type MetricAnswer = { readonly value?: number; readonly doc_count?: number };

interface MetricRow {
  /** As on the command line, and as OpenSearch is asked for it. */
  readonly name: string;
  /** As in answers. */
  readonly key: string;
  /** Column heading, and "by …". */
  readonly heading: string;
  /** null: every bucket tells its records. */
  readonly aggregation: MetricAggregation | null;
  /** A whole number, so that sums over groups and indices stay exact. 0 where it was not asked for. */
  readonly read: (answer: MetricAnswer | undefined, records: number) => number;
  /** So much of what is read is one of what is shown. */
  readonly unit: number;
  readonly combines: Combines;
  /** How a cell is written. */
  readonly kind: 'bytes' | 'count' | 'tenths';
  /** In a list of all: `12 requests`. */
  readonly words: (value: number) => string;
  /** By how much it is off at most, where single records are rounded. */
  readonly errorMax?: (counted: { readonly downloads: number }) => number;
  /** Its values are derived, and depend on these parts of what enriched a record. */
  readonly derivedBy?: readonly EnrichedPart[];
}

type FieldName = (typeof FIELD_TABLE)[number]['name'];

const sumOf = (field: FieldName) => ({
  aggregation: { sum: { field } },
  read: (answer: MetricAnswer | undefined) => answer?.value ?? 0,
});

const recordsThatMatch = (filter: FilterAggregation['filter']) => ({
  aggregation: { filter },
  read: (answer: MetricAnswer | undefined) => answer?.doc_count ?? 0,
});

const allRecords = {
  aggregation: null,
  read: (_: MetricAnswer | undefined, records: number) => records,
};

/** Records that are downloads: the read half of a copy is none, nor is an error or a 304. */
const DOWNLOADS = {
  bool: {
    filter: [
      { terms: { operation: ['REST.GET.OBJECT', 'WEBSITE.GET.OBJECT'] } },
      { terms: { http_status: [200, 206] } },
    ],
  },
};

const PPM = 1_000_000;

/** Each part is rounded to a millionth of its object, so it is off by half of one at most. */
const DOWNLOADS_OFF_BY_ONE = 2_000_000;

/** By how much full downloads are off at most, in whole files. */
export const fullDownloadsErrorMax = ({ downloads }: { readonly downloads: number }): number =>
  downloads / DOWNLOADS_OFF_BY_ONE;

const whole = { unit: 1, combines: 'sum' } as const;

/** `full-downloads`: the sum of the parts of objects that were sent: 40 ranges of one file are one. */
// biome-ignore format: a table, one row a metric
const TABLE = [
  { name: 'bytes', key: 'bytes', heading: 'bytes', ...sumOf('bytes_sent'), ...whole, kind: 'bytes', words: formatBytes },
  { name: 'requests', key: 'requests', heading: 'requests', ...allRecords, ...whole, kind: 'count', words: (value) => plural(value, 'request') },
  { name: 'downloads', key: 'downloads', heading: 'downloads', ...recordsThatMatch(DOWNLOADS), ...whole, kind: 'count', words: (value) => plural(value, 'download') },
  { name: 'full-downloads', key: 'fullDownloads', heading: 'full downloads', ...sumOf('download_ppm'), unit: PPM, combines: 'linear', kind: 'tenths', words: (value) => `${formatTenths(value)} full ones`, errorMax: fullDownloadsErrorMax, derivedBy: ['fields'] },
] as const satisfies readonly MetricRow[];

type Row = (typeof TABLE)[number];
export type MetricName = Row['name'];
export type MetricKey = Row['key'];

export interface Metric extends MetricRow {
  readonly name: MetricName;
  readonly key: MetricKey;
}

export const METRIC_TABLE: readonly (Metric & Pick<Row, 'combines'>)[] = TABLE;

export const findMetric = (name: string): Metric | null =>
  METRIC_TABLE.find((metric) => metric.name === name) ?? null;

/**
 * Whether the values of groups add up to that of all records. Only then has a group a share, and only
 * then do the lists of each index prove which groups are the first.
 */
export const addsUp = ({ combines }: Pick<Metric, 'combines'>): boolean =>
  combines === 'sum' || combines === 'linear';
