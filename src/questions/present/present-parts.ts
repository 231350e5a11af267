/** What the presentations of all questions share: metric columns, range, exactness. */
import { formatBytes, formatCount, formatTenths } from '../../core/format.ts';
import { addsUp, METRIC_TABLE, type Metric } from '../ask/metric-table.ts';
import type { Metrics } from '../ask/metrics.ts';
import type { Filter, Scope } from '../ask/scope.ts';
import type { Exactness } from '../count/exactness.ts';
import type { Column } from './presentation.ts';

export const METRIC_COLUMNS: readonly Column[] = METRIC_TABLE.map(({ key, heading, kind }) => ({
  key,
  heading,
  kind,
}));

const SHARE: Column = { key: 'share', heading: 'share', kind: 'share' };
const CUMULATIVE: Column = { key: 'cumulativeShare', heading: 'cumulative', kind: 'share' };

/** None where rows have no shares. */
export const shareColumns = (by: Metric): readonly Column[] => (addsUp(by) ? [SHARE] : []);
export const cumulativeColumns = (by: Metric): readonly Column[] =>
  addsUp(by) ? [CUMULATIVE] : [];

/** A value of the metric, in words; means and medians may lie between whole numbers. */
export function formatValue({ kind }: Metric, value: number): string {
  if (kind === 'bytes') return formatBytes(value);
  return Number.isInteger(value) ? formatCount(value) : formatTenths(value);
}

/**
 * `3.2 TB, 10,965 requests, 9,257 downloads, 5,828.9 full ones`. Of so many downloads that the parts'
 * rounding could be seen, it is told: `1,234,567.8 full ones (± 0.7 at most)`.
 */
export const formatMetrics = (metrics: Metrics): string =>
  METRIC_TABLE.map(
    ({ key, words, errorMax }) => words(metrics[key]) + errorText(errorMax?.(metrics) ?? 0),
  ).join(', ');

/** Half of the last digit that is shown. */
const ERROR_SHOWN_FROM = 0.05;

const errorText = (errorMax: number): string =>
  errorMax < ERROR_SHOWN_FROM ? '' : ` (± ${formatTenths(errorMax)} at most)`;

const FILTER_WORDS = {
  is: (name, values) => `${name} ${values}`,
  is_not: (name, values) => `not ${name} ${values}`,
  prefix: (name, values) => `${name} begins with ${values}`,
  lacks: (name) => `without ${name}`,
  over: (name, value) => `${name} over ${value}`,
  under: (name, value) => `${name} under ${value}`,
} as const satisfies Record<Filter['test'], (name: string, values: string) => string>;

function filterText(filter: Filter): string {
  if ('number' in filter) return FILTER_WORDS[filter.test](filter.number.name, filter.given);
  const { test, dimension, values, patterns = [] } = filter;
  return FILTER_WORDS[test](dimension.name, [...values, ...patterns].join(' or '));
}

/** ` (agent-class bot; from …, before …)`: what the answer is about, empty where it is everything. */
export function scopeText({ from, to, filters }: Scope): string {
  const parts = [
    ...filters.map(filterText),
    ...[
      [...(from === null ? [] : [`from ${from}`]), ...(to === null ? [] : [`before ${to}`])].join(
        ', ',
      ),
    ],
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** A way on for who asked about nothing; empty where there are records. */
export const emptyText = ({ requests }: Metrics): readonly string[] =>
  requests > 0
    ? []
    : [
        'No record matches: check the range and the filters; "timeline" without any shows what is there.',
      ];

export const exactText = ({ exact, inexactBecause }: Exactness): string =>
  exact ? 'Exact.' : `NOT exact: ${inexactBecause}.`;
