/**
 * What is counted: each metric once, as OpenSearch aggregates it and as an answer shows it. Every
 * row of every question carries all four, so that one answer can be ranked by any of them.
 */
import type { EnrichedPart } from '../../core/enriched.ts';
import type { Aggregations } from './aggregation.ts';

export interface Metrics {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  /** Sum of the parts of objects that were sent: 40 ranges of one file are one full download. */
  readonly fullDownloads: number;
}

type MetricKey = keyof Metrics;

export interface Metric {
  /** As on the command line. */
  readonly name: string;
  readonly key: MetricKey;
  /** What an aggregation of groups is ordered by. */
  readonly order: string;
  /** Column heading, and "by …". */
  readonly heading: string;
  /** Its values are derived, and depend on these parts of what enriched a record. */
  readonly derivedBy?: readonly EnrichedPart[];
}

// biome-ignore format: a table, one row a metric
export const METRIC_TABLE = [
  { name: 'bytes', key: 'bytes', order: 'bytes', heading: 'bytes' },
  { name: 'requests', key: 'requests', order: '_count', heading: 'requests' },
  { name: 'downloads', key: 'downloads', order: 'downloads', heading: 'downloads' },
  { name: 'full-downloads', key: 'fullDownloads', order: 'full_downloads', heading: 'full downloads', derivedBy: ['fields'] },
] as const satisfies readonly Metric[];

export function findMetric(name: string): Metric | null {
  return METRIC_TABLE.find((metric) => metric.name === name) ?? null;
}

/** Records that are downloads: the read half of a copy is none, nor is an error or a 304. */
export const DOWNLOADS = {
  bool: {
    filter: [
      { terms: { operation: ['REST.GET.OBJECT', 'WEBSITE.GET.OBJECT'] } },
      { terms: { http_status: [200, 206] } },
    ],
  },
};

const AGGREGATION_OF = {
  bytes: { bytes: { sum: { field: 'bytes_sent' } } },
  requests: {}, // every bucket has its `doc_count`
  downloads: { downloads: { filter: DOWNLOADS } },
  fullDownloads: { full_downloads: { sum: { field: 'download_ppm' } } },
} as const satisfies Record<MetricKey, Aggregations>;

/** The sums, each by itself. */
export const SUMS = { bytes: AGGREGATION_OF.bytes, fullDownloads: AGGREGATION_OF.fullDownloads };

/** Sub-aggregations of a bucket that is to show all metrics. */
export const METRIC_AGGREGATIONS = {
  ...AGGREGATION_OF.bytes,
  ...AGGREGATION_OF.downloads,
  ...AGGREGATION_OF.fullDownloads,
} as const;

/** Sub-aggregations of a bucket that is only ranked by this metric. */
export const aggregationOf = ({ key }: Metric) => AGGREGATION_OF[key];

/** A bucket with the aggregations of at least one metric, as OpenSearch returns it. */
interface RankedBucket {
  readonly doc_count: number;
  readonly bytes?: { readonly value: number };
  readonly downloads?: { readonly doc_count: number };
  readonly full_downloads?: { readonly value: number };
}

/** A bucket of a group. */
export type GroupBucket = RankedBucket & { readonly key: string | number };

/** Whole numbers only, so that sums over indices stay exact: full downloads in millionths. */
export interface RawMetrics {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  readonly fullDownloadsPpm: number;
}

export const NO_METRICS: RawMetrics = { bytes: 0, requests: 0, downloads: 0, fullDownloadsPpm: 0 };

export const readMetrics = (bucket: RankedBucket): RawMetrics => ({
  bytes: bucket.bytes?.value ?? 0,
  requests: bucket.doc_count,
  downloads: bucket.downloads?.doc_count ?? 0,
  fullDownloadsPpm: bucket.full_downloads?.value ?? 0,
});

export const addMetrics = (a: RawMetrics, b: RawMetrics): RawMetrics => ({
  bytes: a.bytes + b.bytes,
  requests: a.requests + b.requests,
  downloads: a.downloads + b.downloads,
  fullDownloadsPpm: a.fullDownloadsPpm + b.fullDownloadsPpm,
});

/** No sum of a part of these records is greater. */
export const greatestSum = ({ bytes, fullDownloadsPpm }: RawMetrics): number =>
  Math.max(bytes, fullDownloadsPpm);

const PPM = 1_000_000;

/** The whole number that groups are ranked by and shares are taken of: fractions add up inexactly. */
export const rawValueOf = (raw: RawMetrics, { key }: Metric): number =>
  key === 'fullDownloads' ? raw.fullDownloadsPpm : raw[key];

/** How much of a raw value is one of what is shown. */
export const unitOf = ({ key }: Metric): number => (key === 'fullDownloads' ? PPM : 1);

/** Each part is rounded to a millionth of its object, so it is off by half of one at most. */
const DOWNLOADS_OFF_BY_ONE = 2_000_000;

/** By how much full downloads are off at most, in whole files. */
export const fullDownloadsErrorMax = ({ downloads }: Pick<Metrics, 'downloads'>): number =>
  downloads / DOWNLOADS_OFF_BY_ONE;

export const showMetrics = (raw: RawMetrics): Metrics => ({
  bytes: raw.bytes,
  requests: raw.requests,
  downloads: raw.downloads,
  fullDownloads: raw.fullDownloadsPpm / PPM,
});
