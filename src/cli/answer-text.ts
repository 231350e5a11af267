/** The answers as a person reads them in a terminal. */
import { styleText } from 'node:util';
import type { CompareAnswer, CompareRow } from '../questions/compare.ts';
import type { Dimension } from '../questions/dimension-table.ts';
import type { Metric, Metrics } from '../questions/metric-table.ts';
import type { Exactness, TopAnswer, TopRow } from '../questions/top.ts';
import { formatBytes, formatCount, formatShare, formatTenths } from './format.ts';
import { type Column, renderTable } from './table.ts';

export interface AnswerView {
  readonly dimension: Dimension;
  readonly by: Metric;
  /** Width of the terminal; null where there is none. */
  readonly columns: number | null;
}

const right = <Row>(heading: string, cell: (row: Row) => string): Column<Row> => ({
  heading,
  align: 'right',
  cell,
});

const positionColumn: Column<unknown> = {
  heading: '#',
  align: 'right',
  cell: (_, position) => String(position + 1),
};

const METRIC_COLUMNS: readonly Column<Metrics>[] = [
  right('bytes', (row) => formatBytes(row.bytes)),
  right('requests', (row) => formatCount(row.requests)),
  right('downloads', (row) => formatCount(row.downloads)),
  right('full downloads', (row) => formatTenths(row.fullDownloads)),
];

export function topText(answer: TopAnswer, { dimension, by, columns }: AnswerView): string {
  const table: readonly Column<TopRow>[] = [
    positionColumn,
    { heading: dimension.heading, align: 'left', cell: (row) => row.name },
    ...METRIC_COLUMNS,
    right('share', (row) => formatShare(row.share)),
    right('cumulative', (row) => formatShare(row.cumulativeShare)),
  ];
  const { totals, missing, distinct } = answer;
  const lacking =
    missing.requests === 0
      ? ''
      : `, of which ${formatCount(missing.requests)} without ${dimension.heading} (${formatBytes(missing.bytes)})`;
  const among = `${distinct.exact ? '' : 'at least '}${formatCount(distinct.value)} ${dimension.plural}`;
  return (
    title(`Top ${answer.rows.length} of ${among} by ${by.heading}`, answer) +
    renderTable(table, answer.rows, columns) +
    `All: ${formatBytes(totals.bytes)}, ${formatCount(totals.requests)} requests${lacking}, ` +
    `${formatCount(totals.downloads)} downloads, ${formatTenths(totals.fullDownloads)} full ones. ` +
    `${exactText(answer)}\n`
  );
}

export function compareText(answer: CompareAnswer, { dimension, by, columns }: AnswerView): string {
  const value = by.key === 'bytes' ? formatBytes : formatNumber;
  const { population, top } = answer;
  const table: readonly Column<CompareRow>[] = [
    positionColumn,
    { heading: dimension.heading, align: 'left', cell: (row) => row.name },
    right(by.heading, (row) => value(row.value)),
    right('share', (row) => formatShare(row.share)),
    right('× mean', (row) => formatTenths(row.timesMean)),
    right('× median', (row) => (row.timesMedian === null ? '–' : formatTenths(row.timesMedian))),
    right('above', (row) => formatShare(row.percentile)),
  ];
  return (
    title(
      `Top ${top.count} against the average of ${formatCount(population.count)} ${dimension.plural}, by ${by.heading}`,
      answer,
    ) +
    renderTable(table, answer.rows, columns) +
    `Average ${value(population.mean)}, median ${value(population.median)}, ` +
    `p90 ${value(population.p90)}, p99 ${value(population.p99)}, most ${value(population.max)}, ` +
    `Gini ${population.gini.toFixed(2)}.\n` +
    `The top ${top.count} take ${formatShare(top.share)}: ${value(top.mean)} each on average. ` +
    `${exactText(answer)}\n`
  );
}

/** Means, medians and full downloads may lie between whole numbers. */
const formatNumber = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatTenths(value);

function title(
  text: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): string {
  const range = [from === null ? '' : `from ${from}`, to === null ? '' : `to before ${to}`]
    .filter((part) => part !== '')
    .join(' ');
  return `${styleText('bold', text)}${range === '' ? '' : ` (${range})`}\n`;
}

const exactText = ({ exact, inexactBecause }: Exactness): string =>
  exact ? 'Exact.' : `NOT exact: ${inexactBecause}.`;
