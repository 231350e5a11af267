/** What the presentations of all questions share: metric columns, range, exactness. */
import { formatBytes, formatCount, formatTenths, plural } from '../core/format.ts';
import type { Exactness } from './exactness.ts';
import { METRIC_TABLE, type Metric, type Metrics } from './metric-table.ts';
import type { CellKind, Column } from './presentation.ts';

const KIND_OF = {
  bytes: 'bytes',
  requests: 'count',
  downloads: 'count',
  fullDownloads: 'tenths',
} as const satisfies Record<Metric['key'], CellKind>;

export const METRIC_COLUMNS: readonly Column[] = METRIC_TABLE.map(({ key, heading }) => ({
  key,
  heading,
  kind: KIND_OF[key],
}));

export const kindOf = ({ key }: Metric): CellKind => KIND_OF[key];

/** A value of the metric, in words; means and medians may lie between whole numbers. */
export function formatValue({ key }: Metric, value: number): string {
  if (key === 'bytes') return formatBytes(value);
  return Number.isInteger(value) ? formatCount(value) : formatTenths(value);
}

/** `3.2 TB, 10,965 requests, 9,257 downloads, 5,828.9 full ones`. */
export const formatMetrics = (metrics: Metrics): string =>
  `${formatBytes(metrics.bytes)}, ${plural(metrics.requests, 'request')}, ` +
  `${plural(metrics.downloads, 'download')}, ${formatTenths(metrics.fullDownloads)} full ones`;

/** ` (from … to before …)`, empty where there is no bound. */
export function rangeText({
  from,
  to,
}: {
  readonly from: string | null;
  readonly to: string | null;
}): string {
  const parts = [
    ...(from === null ? [] : [`from ${from}`]),
    ...(to === null ? [] : [`to before ${to}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(' ')})`;
}

export const exactText = ({ exact, inexactBecause }: Exactness): string =>
  exact ? 'Exact.' : `NOT exact: ${inexactBecause}.`;
