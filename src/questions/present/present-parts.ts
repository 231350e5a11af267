/** What the presentations of all questions share: metric columns, range, doubts. */
import { type Cost, isCost } from '../../core/cost.ts';
import { formatBytes, formatCount, formatTenths, momentText, plural } from '../../core/format.ts';
import { costWords } from '../ask/cost-metric.ts';
import { ESTIMATE_ERROR_MAX } from '../ask/extra-metric-table.ts';
import type { GroupDimension } from '../ask/fold-table.ts';
import type { Metric } from '../ask/metric.ts';
import { addsUp, METRIC_TABLE } from '../ask/metric-table.ts';
import type { Metrics } from '../ask/metrics.ts';
import type { Filter, Scope } from '../ask/scope.ts';
import type { Estimates, Exactness } from '../count/exactness.ts';
import type { TopAnswer } from '../top/answer.ts';
import type { Column } from './presentation.ts';

const METRIC_COLUMNS: readonly Column[] = METRIC_TABLE.map(({ key, heading, kind }) => ({
  key,
  heading,
  kind,
}));

/** All of them, that which rows are ranked by, and what they cost, as in every CSV. */
export const metricColumns = (by: Metric): readonly Column[] => [
  ...METRIC_COLUMNS,
  ...(by.isExtra ? [by] : []),
  ...(by.beside === undefined ? [] : [by.beside]),
];

/** For a reader: what was asked by and its share come first, and are kept. */
export function askedColumns(by: Metric): {
  readonly asked: readonly Column[];
  readonly others: readonly Column[];
} {
  const { key, heading, kind, beside } = by;
  const first: readonly Column[] = [{ key, heading, kind }, ...(beside === undefined ? [] : [beside])]; // biome-ignore format: one list
  return {
    asked: [...first.map((column): Column => ({ ...column, stays: 'kept' })), ...shareColumns(by)],
    others: METRIC_COLUMNS.filter((column) => column.key !== key),
  };
}

const SHARE: Column = { key: 'share', heading: 'share', kind: 'share' };
const CUMULATIVE: Column = { key: 'cumulativeShare', heading: 'cumulative', kind: 'share' };

/** None where rows have no shares. */
export const shareColumns = (by: Metric): readonly Column[] => (addsUp(by) ? [SHARE] : []);
export const cumulativeColumns = (by: Metric): readonly Column[] =>
  addsUp(by) ? [CUMULATIVE] : [];

/** A value of the metric, in words; means and medians may lie between whole numbers. */
export function formatValue({ kind }: Metric, value: number | Cost): string {
  if (isCost(value)) return costWords(value);
  if (kind === 'bytes') return formatBytes(value);
  return Number.isInteger(value) ? formatCount(value) : formatTenths(value);
}

/**
 * `3.2 TB, 10,965 requests, 9,257 downloads, 5,828.9 full ones`. Of so many downloads that the parts'
 * rounding could be seen, it is told: `1,234,567.8 full ones (± 0.7 at most)`.
 */
export const formatMetrics = (metrics: Metrics, by?: Metric): string =>
  [
    ...METRIC_TABLE.map(
      ({ key, words, errorMax }) => words(metrics[key]) + errorText(errorMax?.(metrics) ?? 0),
    ),
    ...(by?.isExtra ? extraText(metrics[by.key], by) : []),
    ...(by?.beside === undefined ? [] : extraText(metrics.cost, by)),
  ].join(', ');

/** None where no record has a value. */
function extraText(value: number | string | Cost | null | undefined, { words, kind }: Metric) {
  if (value === null || value === undefined) return [];
  if (isCost(value)) return [costWords(value)];
  return [words(kind === 'time' ? Date.parse(String(value)) : Number(value))];
}

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
} as const satisfies Record<
  Exclude<Filter['test'], 'people'>,
  (name: string, values: string) => string
>;

function filterText(filter: Filter): string {
  if (filter.test === 'people') return 'people only';
  if ('number' in filter) return FILTER_WORDS[filter.test](filter.number.name, filter.given);
  const { test, dimension, values, patterns = [] } = filter;
  return FILTER_WORDS[test](dimension.name, [...values, ...patterns].join(' or '));
}

/** ` (agent-class bot; from …, before …)`: what the answer is about, empty where it is everything. */
export function scopeText({ from, to, filters }: Scope): string {
  const parts = [
    ...filters.map(filterText),
    ...[
      [
        ...(from === null ? [] : [`from ${momentText(from)}`]),
        ...(to === null ? [] : [`before ${momentText(to)}`]),
      ].join(', '),
    ],
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** A way on for who asked about nothing; empty where there are records. */
export const emptyText = ({ requests }: Pick<Metrics, 'requests'>): readonly string[] =>
  requests > 0
    ? []
    : [
        'No record matches: check the range and the filters; "timeline" without any shows what is there.',
      ];

/** Which numbers are not exact, and why; none where all are, which the foot says (foot.ts). */
export const doubtText = ({
  exact,
  inexactBecause,
  estimates,
}: Exactness & Estimates): readonly string[] => {
  if (!exact) return [`NOT exact: ${inexactBecause}.`];
  return estimates === undefined ? [] : [ESTIMATED_TEXT];
};

const ESTIMATED_TEXT = `Percentiles are estimates, off by ${ESTIMATE_ERROR_MAX * 100} % at most.`;

/** In CSV it is called as on the command line. */
export const nameColumn = ({ name, heading }: GroupDimension): Column => ({
  key: 'name',
  csvName: name,
  heading,
  kind: 'text',
  stays: 'name',
});

/** Keys of several buckets that are equal are not the same object. */
export const mergedText = (
  { isMergedOverBuckets: isMerged }: Pick<TopAnswer, 'isMergedOverBuckets'>,
  { plural: many }: Pick<GroupDimension, 'heading' | 'plural'>,
): readonly string[] =>
  isMerged === true
    ? [`Equal ${many} in different buckets share a row here; --bucket asks about one bucket.`]
    : [];

/** `1,321 IP addresses`, `about 200,000 IP addresses`, `at least 10,000 values …`, `1 network`. */
export const amongText = (
  { distinct: { value, exact, isAtLeast } }: Pick<TopAnswer, 'distinct'>,
  { heading, plural: many }: Pick<GroupDimension, 'heading' | 'plural'>,
): string =>
  `${exact ? '' : isAtLeast === true ? 'at least ' : 'about '}${plural(value, heading, many)}`;
