/** The page about one client in titles, tables and sentences. */
import { formatCount, formatShare, momentText, plural } from '../../core/format.ts';
import { requireDimension } from '../ask/dimension-table.ts';
import type { Metric } from '../ask/metric.ts';
import type { ClientAnswer, ClientQuestion } from '../client/answer.ts';
import { accuses } from '../evidence/actor.ts';
import { ADDRESSES_MAX } from '../scrapers/judge-one.ts';
import { isSure } from '../scrapers/score.ts';
import { foldEmpty } from './fold-empty.ts';
import { amongText, askedColumns, doubtText, formatMetrics, mergedText, metricColumns, nameColumn, scopeText, shareColumns } from './present-parts.ts'; // biome-ignore format: one import
import type { Column, Presentation, Table } from './presentation.ts';

export function presentClient(answer: ClientAnswer, { by, scope }: ClientQuestion): Presentation {
  const { client, totals, everybody, first, last, distinctKeys, days } = answer;
  const { heading } = requireDimension(client.dimension);
  const tables = answer.tables.filter(({ rows }) => rows.length > 0);
  return {
    title: `${heading} ${client.value}${scopeText(scope)}`,
    opening: [
      `All: ${formatMetrics(totals, by)}, of ${plural(distinctKeys, 'different file')}; ${partText(answer, by)} (${formatMetrics(everybody, by)}).`,
      `First request ${momentText(first)}, last ${momentText(last)}; active on ${plural(days.length, 'day')}.`,
      ...oneValueText(tables.filter(isOneValue)),
      ...suspicionLines(answer),
    ],
    tables: [
      ...tables.map((table) => topTable(table, by)),
      comparedTable(answer),
      daysTable(answer, by),
      hoursTable(answer, by),
      reasonsTable(answer),
    ],
    closing: [
      ...doubtText(answer),
      ...tables.flatMap((table) => mergedText(table, requireDimension(table.dimension))),
    ],
  };
}

type ClientTable = ClientAnswer['tables'][number];

/** All that the client did has this value: a reader needs no table for it. */
const isOneValue = ({ rows, missing }: ClientTable): boolean =>
  rows.length === 1 && missing.requests === 0;

const oneValueText = (tables: readonly ClientTable[]): readonly string[] => {
  const values = tables.map(
    ({ dimension, rows }) => `${requireDimension(dimension).heading} ${rows[0]?.name ?? ''}`,
  );
  return values.length === 0 ? [] : [`Always: ${values.join('; ')}.`];
};

const partText = ({ share }: Pick<ClientAnswer, 'share'>, { heading }: Metric): string =>
  share === undefined ? 'everybody' : `${formatShare(share)} of everybody's ${heading}`;

function topTable(table: ClientAnswer['tables'][number], by: Metric): Table {
  const dimension = requireDimension(table.dimension);
  const { asked, others } = askedColumns(by);
  const allColumns = [nameColumn(dimension), ...metricColumns(by), ...shareColumns(by)];
  return {
    title: `Top ${table.rows.length} of ${amongText(table, dimension)}`,
    columns: isOneValue(table) ? [] : [nameColumn(dimension), ...asked, ...others],
    allColumns,
    rows: table.rows,
    isRanked: true,
    part: table.dimension,
  };
}

/** A line a figure, with how many times that the client has. */
function comparedTable({ client, totals, compared }: ClientAnswer): Table {
  const { count, bytes, requests } = compared;
  const { heading, plural: many } = requireDimension(compared.dimension);
  const rowOf = (figure: 'mean' | 'median', times: 'timesMean' | 'timesMedian') => ({
    name: figure,
    bytes: bytes[figure],
    timesBytes: bytes[times],
    requests: requests[figure],
    timesRequests: requests[times],
  });
  return {
    title: `Compared with ${plural(count, heading, many)}: above ${formatShare(bytes.percentile)} of them by bytes, ${formatShare(requests.percentile)} by requests`,
    columns: [
      { key: 'name', heading: '', kind: 'text' },
      { key: 'bytes', heading: 'bytes', kind: 'bytes' },
      { key: 'timesBytes', heading: '× bytes', kind: 'tenths' },
      { key: 'requests', heading: 'requests', kind: 'tenths' },
      { key: 'timesRequests', heading: '× requests', kind: 'tenths' },
    ],
    rows: [
      rowOf('mean', 'timesMean'),
      rowOf('median', 'timesMedian'),
      { name: client.value, bytes: totals.bytes, requests: totals.requests },
    ],
    isRanked: false,
    part: 'compared',
  };
}

function withBar(first: Column, by: Metric): Pick<Table, 'columns' | 'allColumns'> {
  const { asked, others } = askedColumns(by);
  const numbers = [...asked.filter(({ key }) => key !== 'share'), ...others];
  return {
    columns: [first, ...numbers, { key: by.key, heading: `by ${by.heading}`, kind: 'bar' }],
    allColumns: [first, ...metricColumns(by)],
  };
}

function daysTable({ days }: ClientAnswer, by: Metric): Table {
  return {
    title: `Days (UTC), active on ${plural(days.length, 'day')}`,
    ...withBar({ key: 'day', heading: 'day', kind: 'text' }, by),
    rows: withFoldedGaps(days, by),
    shownRows: withGapLines(days),
    isOneUnit: true,
    isRanked: false,
    part: 'day',
  };
}

const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, day.length);

/** Days without a request between two with one are one line: `2026-02-03/2026-02-09`. */
function withFoldedGaps(days: ClientAnswer['days'], by: Metric): readonly object[] {
  return days.flatMap((row, at): readonly object[] => {
    const before = days[at - 1];
    if (before === undefined || dayAfter(before.day, 1) === row.day) return [row];
    const [from, to] = [dayAfter(before.day, 1), dayAfter(row.day, -1)];
    const nothing = Object.fromEntries(metricColumns(by).map(({ key }) => [key, 0]));
    return [{ ...nothing, day: from === to ? from : `${from}/${to}` }, row];
  });
}

/** `… 7 days without requests` */
function withGapLines(days: ClientAnswer['days']): readonly (object | string)[] {
  return days.flatMap((row, at): readonly (object | string)[] => {
    const before = days[at - 1];
    const gap =
      before === undefined ? 0 : (Date.parse(row.day) - Date.parse(before.day)) / DAY_MS - 1;
    return gap === 0 ? [row] : [`… ${plural(gap, 'day')} without requests`, row];
  });
}

function hoursTable({ hours, hoursActive }: ClientAnswer, by: Metric): Table {
  return {
    title: `Hours of the day (UTC), active in ${formatCount(hoursActive)} different hours`,
    ...withBar({ key: 'hour', heading: 'hour', kind: 'count' }, by),
    rows: hours,
    shownRows: foldEmpty(hours, ({ requests }) => requests === 0, 'hour'),
    isOneUnit: true,
    isRanked: false,
    part: 'hour',
  };
}

/** Sentences that no terminal should cut stand below the tables. */
const reasonsTable = ({ suspicion }: ClientAnswer): Table => ({
  title: '',
  columns: [],
  allColumns: [
    { key: 'text', heading: 'why', kind: 'text' },
    { key: 'signal', heading: 'signal', kind: 'text' },
    { key: 'value', heading: 'value', kind: 'tenths' },
    { key: 'usual', heading: 'usual', kind: 'tenths' },
    { key: 'score', heading: 'score', kind: 'count' },
    { key: 'verdict', heading: 'verdict', kind: 'text' },
  ],
  rows: (suspicion?.reasons ?? []).map((reason) => ({ ...reason, score: suspicion?.score, verdict: suspicion?.verdict })), // biome-ignore format: one list
  isRanked: false,
  part: 'why',
});

/** `Suspicious: score 85 of 100, scraper:`, and a line a reason. */
function suspicionLines({ suspicion }: ClientAnswer): readonly string[] {
  if (suspicion === null)
    return [
      `Not judged: its requests have no address, or more than ${formatCount(ADDRESSES_MAX)} of them.`,
    ];
  const { score, verdict, reasons } = suspicion;
  if (verdict === null)
    return [`Not suspicious: nothing that it does is unusual here (score ${score} of 100).`];
  const isAccused = accuses(verdict) && isSure(suspicion);
  return [
    `${isAccused ? 'Suspicious' : 'Not suspicious'}: score ${score} of 100, ${verdict}:`,
    ...reasons.map(({ text }) => `  - ${text}`),
  ];
}
