/**
 * What is counted, in every row of every question, so that one answer can be ranked by any of them.
 * Those that are only counted when they are asked for are in extra-metric-table.ts.
 */
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { formatBytes, formatTenths, plural } from '../../core/format.ts';
import type { FilterAggregation } from './aggregation.ts';
import type { Combines, MetricAnswer, MetricRow } from './metric-row.ts';

/** Of a count there is always a number: 0 where it was not asked for. */
interface CoreRow extends MetricRow {
  readonly read: (answer: MetricAnswer | undefined, records: number) => number;
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
export const DOWNLOADS = {
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

// biome-ignore format: a row of the table
export const REQUESTS = { name: 'requests', key: 'requests', heading: 'requests', ...allRecords, ...whole, kind: 'count', words: (value: number) => plural(value, 'request'), meaning: 'records' } as const satisfies CoreRow;

/** `full-downloads`: the sum of the parts of objects that were sent: 40 ranges of one file are one. */
// biome-ignore format: a table, one row a metric
const TABLE = [
  { name: 'bytes', key: 'bytes', heading: 'bytes', ...sumOf('bytes_sent'), ...whole, kind: 'bytes', words: formatBytes, meaning: 'sum of `bytes_sent`; an absent value counts as 0' },
  REQUESTS,
  { name: 'downloads', key: 'downloads', heading: 'downloads', ...recordsThatMatch(DOWNLOADS), ...whole, kind: 'count', words: (value) => plural(value, 'download'), meaning: 'records of `REST.GET.OBJECT` or `WEBSITE.GET.OBJECT` with status 200 or 206' },
  { name: 'full-downloads', key: 'fullDownloads', heading: 'full downloads', ...sumOf('download_ppm'), unit: PPM, combines: 'linear', kind: 'tenths', words: (value) => `${formatTenths(value)} full ones`, errorMax: fullDownloadsErrorMax, derivedBy: ['fields'], meaning: 'sum of the parts of objects that downloads sent: 40 ranges of one file are one' },
] as const satisfies readonly CoreRow[];

type Row = (typeof TABLE)[number];
export type MetricName = Row['name'];
export type MetricKey = Row['key'];

/** A column of every row. */
export interface CoreMetric extends CoreRow {
  readonly name: MetricName;
  readonly key: MetricKey;
  readonly isExtra?: never;
  readonly tuples?: never;
}

export const METRIC_TABLE: readonly (CoreMetric & Pick<Row, 'combines'>)[] = TABLE;

/**
 * Whether the values of groups add up to that of all records. Only then has a group a share, and only
 * then do the lists of each index prove which groups are the first.
 */
export const addsUp = ({ combines }: { readonly combines: Combines }): boolean =>
  combines === 'sum' || combines === 'linear';
