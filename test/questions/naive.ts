/** What answers must say, counted from the documents in the plainest way, and documents to count. */
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import type { Document } from './memory-values.ts';

export interface Counted {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  readonly fullDownloads: number;
}

/** Keys of the counts, by the names of the metrics. */
export const KEY_OF = {
  bytes: 'bytes',
  requests: 'requests',
  downloads: 'downloads',
  'full-downloads': 'fullDownloads',
} as const satisfies Record<string, keyof Counted>;

export type MetricName = keyof typeof KEY_OF;
export const METRIC_NAMES = Object.keys(KEY_OF) as MetricName[]; // the keys are the names

export function count(some: readonly Document[]): Counted {
  const sum = (field: string): number =>
    some.reduce((total, document) => total + Number(document[field] ?? 0), 0);
  const isDownload = ({ operation, http_status: status }: Document): boolean =>
    (operation === 'REST.GET.OBJECT' || operation === 'WEBSITE.GET.OBJECT') &&
    (status === 200 || status === 206);
  return {
    bytes: sum('bytes_sent'),
    requests: some.length,
    downloads: some.filter(isDownload).length,
    fullDownloads: sum('download_ppm') / 1_000_000,
  };
}

const points = (name: string): string =>
  [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');

export interface NaiveRow extends Counted {
  readonly name: string;
}

/** All groups by value, then by code point. */
export function rankNaively(
  documents: readonly Document[],
  field: string,
  by: MetricName,
): readonly NaiveRow[] {
  const key = KEY_OF[by];
  const groups = Map.groupBy(documents, (document) => document[field]);
  return [...groups]
    .filter(([name]) => name !== undefined)
    .map(([name, some]) => ({ name: String(name), ...count(some) }))
    .sort((a, b) => b[key] - a[key] || (points(a.name) < points(b.name) ? -1 : 1));
}

/** A download of so many bytes. */
export const at = (time: string, bytes: number, more: Document = {}): Document => ({
  '@timestamp': time,
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  bytes_sent: bytes,
  ...more,
});

/** Groups of one index by name, with the bytes of each. */
export type Month = ReadonlyMap<string, number> | readonly (readonly [string, number])[];

/** Each month is an index; each group has one record there, its agent is its name. */
export function worldOf(months: readonly Month[]): readonly Document[] {
  return months.flatMap((groups, month) => {
    const time = new Date(Date.UTC(2026, month, 15)).toISOString();
    return [...groups].map(([name, bytes]) => at(time, bytes, { agent_name: name }));
  });
}

/** `limit` most bytes by agent. */
export const topAgents = (limit: number, more: RawParameters = {}): RawParameters => ({
  dimension: 'agent',
  limit: String(limit),
  ...more,
});
