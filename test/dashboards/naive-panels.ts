/**
 * What each panel must show, counted from the plan of the records in the plainest way: a second
 * writing of the panels, by name. It imports nothing from src.
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import {
  type DimensionName,
  NAIVE_DIMENSIONS,
  type Surroundings,
} from '../worlds/naive-dimensions.ts';
import { countRecords } from '../worlds/naive-metrics.ts';

type Records = readonly PlannedRequest[];
/** null: no record has a value. */
type Measure = (some: Records, surroundings: Surroundings) => number | null;
type Test = (record: PlannedRequest, surroundings: Surroundings) => boolean;
type NameOf = (record: PlannedRequest, surroundings: Surroundings) => string | null;

const nameOf = (dimension: DimensionName): NameOf => NAIVE_DIMENSIONS[dimension].nameOf;
const bytes: Measure = (some) => countRecords(some).bytes;
const requests: Measure = (some) => some.length;
/** In millionths of a file. */
const fullDownloads: Measure = (some) => countRecords(some)['full-downloads'];
const timesOf = (some: Records): readonly number[] =>
  some.flatMap(({ totalMs }) => (totalMs === null ? [] : [totalMs]));
const slowest: Measure = (some) => {
  const times = timesOf(some);
  return times.length === 0 ? null : Math.max(...times);
};
const meanTime: Measure = (some) => {
  const times = timesOf(some);
  return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length;
};
const distinct =
  (dimension: DimensionName): Measure =>
  (some, surroundings) => {
    const names = some.map((record) => nameOf(dimension)(record, surroundings));
    return new Set(names.filter((name) => name !== null)).size;
  };

const isDownload: Test = ({ operation, status }) =>
  (operation === 'REST.GET.OBJECT' || operation === 'WEBSITE.GET.OBJECT') &&
  (status === 200 || status === 206);
const isRefused: Test = ({ status }) => status === 403 || status === 404;
export const isError: Test = ({ status }) => status !== null && status >= 400;

interface NaiveList {
  readonly of: DimensionName;
  readonly only?: Test;
  /** The columns; ordered by the first. */
  readonly columns: readonly Measure[];
}

// biome-ignore format: a table, one row a list
export const NAIVE_LISTS: Readonly<Record<string, NaiveList>> = {
  'buckets-by-bytes': { of: 'bucket', columns: [bytes, requests, distinct('ip')] },
  'operations-by-requests': { of: 'operation', columns: [requests, bytes] },
  'ips-by-bytes': { of: 'ip', columns: [bytes, requests, distinct('key')] },
  'ips-by-requests': { of: 'ip', columns: [requests, bytes, distinct('key')] },
  'ips-by-downloads': { of: 'ip', only: isDownload, columns: [requests, bytes, distinct('key')] },
  'networks-by-bytes': { of: 'network', columns: [bytes, requests, distinct('ip')] },
  'requesters-by-bytes': { of: 'requester', columns: [bytes, requests, distinct('ip')] },
  'keys-by-bytes': { of: 'key', columns: [bytes, requests, fullDownloads] },
  'keys-by-full-downloads': { of: 'key', columns: [fullDownloads, bytes] },
  'keys-by-downloads': { of: 'key', only: isDownload, columns: [requests, bytes] },
  'keys-by-clients': { of: 'key', columns: [distinct('ip'), bytes] },
  'folders-by-bytes': { of: 'folder', columns: [bytes, requests, fullDownloads] },
  'extensions-by-bytes': { of: 'extension', columns: [bytes, requests, fullDownloads] },
  'bots-by-bytes': { of: 'agent', only: (record, about) => nameOf('agent-class')(record, about) === 'bot', columns: [bytes, requests, distinct('ip')] },
  'unknown-agents-by-bytes': { of: 'user-agent', only: (record, about) => nameOf('agent-class')(record, about) === 'unknown', columns: [bytes, requests, distinct('ip')] },
  'silent-ips-by-bytes': { of: 'ip', only: (record, about) => nameOf('user-agent')(record, about) === null, columns: [bytes, requests, distinct('key')] },
  'ips-by-files': { of: 'ip', columns: [distinct('key'), requests, bytes] },
  'networks-by-files': { of: 'network', columns: [distinct('key'), distinct('ip'), requests] },
  'refused-ips': { of: 'ip', only: isRefused, columns: [requests, distinct('key')] },
  'referrer-domains-by-bytes': { of: 'referrer-domain', columns: [bytes, requests, distinct('ip')] },
  'error-codes': { of: 'error', columns: [requests, distinct('ip'), distinct('key')] },
  'slowest-keys': { of: 'key', columns: [slowest, meanTime, requests] },
  'failing-keys': { of: 'key', only: isRefused, columns: [requests, distinct('ip')] },
};

const statusClassOf: NameOf = ({ status }) =>
  status === null ? null : (['2xx sent', '3xx moved or cached', '4xx refused', '5xx failed'][Math.floor(status / 100) - 2] ?? null); // biome-ignore format: one rule

interface NaiveChart {
  readonly measure: Measure;
  readonly only?: Test;
  readonly split?: NameOf;
}

// biome-ignore format: a table, one row a chart
export const NAIVE_CHARTS: Readonly<Record<string, NaiveChart>> = {
  'bytes-over-time': { measure: bytes },
  'requests-over-time': { measure: requests, split: nameOf('agent-class') },
  'downloads-over-time': { measure: requests, only: isDownload },
  'error-share-over-time': { measure: requests, split: statusClassOf },
  'classes-over-time': { measure: bytes, split: nameOf('agent-class') },
  'statuses-over-time': { measure: requests, split: statusClassOf },
};

export const NAIVE_FIGURES: Readonly<Record<string, Omit<NaiveList, 'of'>>> = {
  totals: { columns: [requests, bytes, distinct('ip')] },
  'downloads-total': { only: isDownload, columns: [requests] },
};

export const NAIVE_SEARCHES: Readonly<Record<string, Test>> = {
  'every-request': () => true,
  deletes: ({ operation }) => operation.includes('DELETE'),
  'access-denied': ({ status }) => status === 403,
  presigned: (record, about) => nameOf('authentication')(record, about) === 'QueryString',
};

export const NAIVE_MENUS: readonly DimensionName[] = ['bucket', 'agent-class', 'status', 'folder'];

/** Every group with its columns, most of the first column first. */
export function listNaively({ of, only, columns }: NaiveList, some: Records, about: Surroundings) {
  const groups = Map.groupBy(chosen(some, about, only), (record) => nameOf(of)(record, about));
  return [...groups]
    .flatMap(([name, group]) =>
      name === null ? [] : [{ name, values: columns.map((column) => column(group, about)) }],
    )
    .toSorted((a, b) => (b.values[0] ?? -Infinity) - (a.values[0] ?? -Infinity));
}

export const chosen = (some: Records, about: Surroundings, only: Test = () => true): Records =>
  some.filter((record) => only(record, about));

const DAY_S = 86_400;

/** Values by day and part; one part without a name where there is no split. */
export function chartNaively(chart: NaiveChart, some: Records, about: Surroundings) {
  const { measure, only, split = () => '' } = chart;
  const parts = Map.groupBy(chosen(some, about, only), (record) => {
    const part = split(record, about);
    return part === null ? null : `${Math.floor(record.timeS / DAY_S) * DAY_S * 1_000} ${part}`;
  });
  parts.delete(null);
  return new Map([...parts].map(([key, group]) => [String(key), measure(group, about)]));
}
