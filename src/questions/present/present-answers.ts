/** Each kind of answer in titles, tables and sentences. */
import type { Cost } from '../../core/cost.ts';
import { formatCount, formatPart, formatShare, plural } from '../../core/format.ts';
import type { GroupDimension } from '../ask/fold-table.ts';
import type { AnyGroupQuestion } from '../ask/group-question.ts';
import type { Metric } from '../ask/metric.ts';
import type { CompareAnswer } from '../compare/answer.ts';
import type { SearchAnswer, SearchQuestion } from '../search/answer.ts';
import type { TimelineAnswer, TimelineQuestion } from '../timeline/answer.ts';
import type { TopAnswer } from '../top/answer.ts';
import { foldEmpty } from './fold-empty.ts';
import { amongText, askedColumns, cumulativeColumns, doubtText, emptyText, formatMetrics, formatValue, mergedText, metricColumns, nameColumn, scopeText, shareColumns } from './present-parts.ts'; // biome-ignore format: one import
import type { CellKind, Column, Presentation, Table } from './presentation.ts';
import { DOCUMENT_COLUMNS, HIT_COLUMNS } from './record-columns.ts';

export function presentTop(
  answer: TopAnswer,
  { dimension, second, by, scope, isAscending = false }: AnyGroupQuestion,
): Presentation {
  const { totals, missing } = answer;
  const grouped = second === undefined ? [dimension] : [dimension, second];
  const among = amongOf(grouped);
  const rows = second === undefined ? answer.rows : answer.rows.map(withNames(grouped));
  const order = isAscending ? ', ascending' : '';
  const lacking =
    missing.requests === 0
      ? ''
      : ` Of these without ${grouped.map(({ heading }) => heading).join(' or ')}: ${formatMetrics(missing, by)}.`;
  const names = nameColumns(grouped);
  const { asked, others } = askedColumns(by);
  const allColumns = [
    ...names,
    ...metricColumns(by),
    ...shareColumns(by),
    ...cumulativeColumns(by),
  ];
  const columns = [...names, ...asked, ...others, ...cumulativeColumns(by)];
  return {
    title: `Top ${rows.length} of ${withinText(answer)}${amongText(answer, among)} by ${by.heading}${order}${scopeText(scope)}`,
    tables: [
      { title: '', columns, allColumns, rows, isRanked: true, part: 'with records' },
      ...withoutRecords(answer, dimension),
    ],
    closing: [
      ...amongSentence(answer, dimension),
      `All: ${formatMetrics(totals, by)}.${lacking}`,
      ...doubtText(answer),
      ...mergedText(answer, grouped.find(isWithinBucket) ?? dimension),
      ...emptyText(totals),
    ],
  };
}

const isWithinBucket = (dimension: GroupDimension): boolean =>
  dimension.kind !== 'folded' && dimension.isWithinBucket === true;

/** `57 of `: so many are within --since and --until. */
const withinText = ({ within }: TopAnswer): string =>
  within === undefined ? '' : `${formatCount(within)} of `;

/** Names of the list that no record has. */
function withoutRecords({ among }: TopAnswer, { name, heading }: GroupDimension): readonly Table[] {
  if (among === undefined) return [];
  return [
    {
      title: `Without any record: ${formatCount(among.names.length)} of ${formatCount(among.withoutRecords)}`,
      columns: [{ key: name, heading, kind: 'text' }],
      rows: among.names.map((each) => ({ [name]: each })),
      isRanked: false,
      part: 'without records',
    },
  ];
}

const amongSentence = (
  { among }: TopAnswer,
  { heading, plural: many }: GroupDimension,
): readonly string[] =>
  among === undefined
    ? []
    : [
        `Of ${plural(among.listed, `listed ${heading}`, `listed ${many}`)}, ${formatCount(among.withRecords)} have records and ${formatCount(among.withoutRecords)} have none.`,
      ];

/** One column a dimension; of one alone it is the name of the row. */
const nameColumns = (grouped: readonly GroupDimension[]): readonly Column[] =>
  grouped.map(({ name, heading }) => ({
    key: grouped.length === 1 ? 'name' : name,
    csvName: name,
    heading,
    kind: 'text',
    stays: 'name',
  }));

const withNames =
  (grouped: readonly GroupDimension[]) =>
  ({ names = [], ...row }: TopAnswer['rows'][number]) => ({
    ...row,
    ...Object.fromEntries(grouped.map(({ name }, at) => [name, names[at]])),
  });

/** `pair of IP address and key` */
function amongOf(grouped: readonly GroupDimension[]): Pick<GroupDimension, 'heading' | 'plural'> {
  const [dimension] = grouped;
  if (grouped.length === 1 && dimension !== undefined) return dimension;
  const of = grouped.map(({ heading }) => heading).join(' and ');
  return { heading: `pair of ${of}`, plural: `pairs of ${of}` };
}

export function presentCompare(
  answer: CompareAnswer,
  { dimension, by, scope }: AnyGroupQuestion,
): Presentation {
  const { population, top, rows } = answer;
  const everyone = `${formatCount(population.count)} ${dimension.plural}, by ${by.heading}${scopeText(scope)}`;
  const value = (number: number | Cost): string => formatValue(by, number);
  const taken =
    top.share === undefined ? '' : ` account for ${formatShare(top.share)} of all ${by.heading}`;
  const columns: readonly Column[] = [
    nameColumn(dimension),
    { key: 'value', heading: by.heading, kind: by.kind, stays: 'kept' },
    ...shareColumns(by),
    { key: 'timesMean', heading: '× mean', kind: 'tenths' },
    { key: 'timesMedian', heading: '× median', kind: 'tenths' },
    { key: 'percentile', heading: 'above', kind: 'share' },
  ];
  return {
    title: top.count === 0 ? everyone : `Top ${top.count} compared with the average of ${everyone}`,
    tables: [{ title: '', columns, rows, isRanked: true }],
    closing:
      top.count === 0
        ? [...doubtText(answer), ...emptyText({ requests: 0 })]
        : [
            `Average ${value(population.mean)}, median ${value(population.median)}, ` +
              `p90 ${value(population.p90)}, p99 ${value(population.p99)}, maximum ${value(population.max)}, ` +
              `Gini ${formatPart(population.gini)}.`,
            `The top ${top.count}${taken}: ${value(top.mean)} each on average.`,
            TERMS,
            ...doubtText(answer),
          ],
  };
}

/** What the figures are called by, for who does not know it. */
const TERMS =
  'above: so many of all take less. p90: nine in ten take no more. Gini: 0 where all take the same, 1 where one takes all.';

export function presentTimeline(
  answer: TimelineAnswer,
  { by, zone, scope }: TimelineQuestion,
): Presentation {
  const { interval, rows, totals, split } = answer;
  const parts = split === undefined ? [] : partColumns(split.names, by);
  const { asked, others } = askedColumns(by);
  const time: Column = { key: 'time', heading: `${interval} (${zone})`, kind: TIME_KINDS[interval] ?? 'date', markedBy: 'isPart' }; // biome-ignore format: one column
  const bars: readonly Column[] =
    by.kind === 'time' || split !== undefined
      ? []
      : [{ key: by.key, heading: `by ${by.heading}`, kind: 'bar' }];
  const shown = split === undefined ? rows : rows.map(withParts);
  const splitText = split === undefined ? '' : ` and ${split.dimension}`;
  return {
    title: `${plural(rows.length, interval)}, by ${by.heading}${splitText}${scopeText(scope)}`,
    tables: [
      {
        title: '',
        // A split has the room of the other metrics.
        columns: [
          time,
          ...asked.filter(({ key }) => key !== 'share'),
          ...(split === undefined ? others : parts),
          ...bars,
        ],
        allColumns: [time, ...metricColumns(by), ...parts],
        rows: shown,
        shownRows: foldEmpty(shown, ({ requests }) => requests === 0, interval),
        isOneUnit: true,
        isRanked: false,
      },
    ],
    closing: [
      ...(rows.some(({ isPart }) => isPart) ? [`* Not a whole ${interval}.`] : []),
      `All: ${formatMetrics(totals, by)}.`,
      ...doubtText(answer),
      ...emptyText(totals),
    ],
  };
}

const TIME_KINDS: Readonly<Record<string, CellKind>> = { second: 'time', minute: 'hour', hour: 'hour' }; // biome-ignore format: one row

const partKey = (at: number): string => `part ${at}`;

const partColumns = (names: readonly string[], { kind }: Metric): readonly Column[] => [
  ...names.map((name, at) => ({ key: partKey(at), csvName: name, heading: name, kind })),
  { key: 'rest', heading: 'rest', kind },
];

/** Each part as a cell of its own. */
const withParts = (row: TimelineAnswer['rows'][number]): TimelineAnswer['rows'][number] => ({
  ...row,
  ...Object.fromEntries((row.parts ?? []).map((value, at) => [partKey(at), value])),
});

export function presentSearch(
  answer: SearchAnswer,
  { scope, isLiteral }: SearchQuestion,
): Presentation {
  const { total, hits, next } = answer;
  const more = next === null ? [] : [`Next page: --after ${next}`];
  const how = isLiteral ? 'inside a value' : 'as words or inside a value';
  return {
    title: `${plural(total, 'record')} with “${answer.text}” ${how}, newest first${scopeText(scope)}`,
    tables: [
      {
        title: '',
        columns: HIT_COLUMNS,
        allColumns: DOCUMENT_COLUMNS,
        rows: hits,
        isRanked: false,
      },
    ],
    closing: [`${formatCount(hits.length)} shown.`, ...doubtText(answer), ...more],
  };
}
