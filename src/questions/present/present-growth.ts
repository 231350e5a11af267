/** What changed, as a table. */
import { isCost } from '../../core/cost.ts';
import { formatCount, formatShare, formatTenths, momentText, plural } from '../../core/format.ts';
import { costWords } from '../ask/cost-metric.ts';
import type { Metric } from '../ask/metric.ts';
import type { Figure } from '../compare/figures.ts';
import type { GrowthAnswer, GrowthQuestion } from '../growth/answer.ts';
import { doubtText, emptyText, formatValue, scopeText } from './present-parts.ts';
import type { Column, Presentation } from './presentation.ts';

const ORDER_TEXT = {
  difference: 'the greatest difference first',
  rise: 'the greatest rise first',
  fall: 'the greatest fall first',
} as const satisfies Record<GrowthQuestion['order'], string>;

export function presentGrowth(
  answer: GrowthAnswer,
  { dimension, by, scope, period, order }: GrowthQuestion,
): Presentation {
  const { totals, missing, rise, fall, groups, vs } = answer;
  const value = (figure: Figure): string => formatValue(by, figure);
  const costs = ({ cost, costBefore, costDifference }: GrowthAnswer['totals']): string =>
    cost === undefined || costBefore === undefined || costDifference === undefined
      ? ''
      : `; ${costWords(cost)}, before ${costWords(costBefore)}: ${signedText(costDifference, by)}`;
  const columns: readonly Column[] = [
    {
      key: 'name',
      csvName: dimension.name,
      heading: dimension.heading,
      kind: 'text',
      stays: 'name',
    },
    { key: 'value', heading: by.heading, kind: by.kind },
    { key: 'before', heading: 'before', kind: by.kind },
    { key: 'signed', csvName: 'difference', heading: 'difference', kind: 'text', stays: 'kept' },
    { key: 'times', heading: '× before', kind: 'tenths' },
    { key: 'share', heading: 'of all rise/fall', kind: 'share' },
    { key: 'change', heading: 'change', kind: 'text' },
    ...(by.beside === undefined ? [] : COST_COLUMNS),
  ];
  const all = columns.map((column) => PLAIN[column.key]?.(by) ?? column);
  const [now, before] = [amountOf(totals.value), amountOf(totals.before)];
  const times = before === 0 ? '' : `, ${formatTenths(now / before)} ×`;
  const lacking =
    amountOf(missing.value) === 0 && amountOf(missing.before) === 0
      ? ''
      : ` Of these without ${dimension.heading}: ${value(missing.value)}, before ${value(missing.before)}.`;
  return {
    title:
      groups.count === 0
        ? `Nothing to compare by ${by.heading}${scopeText({ ...scope, ...period })}`
        : `What changed among ${formatCount(groups.count)} ${dimension.plural} by ${by.heading}, ${ORDER_TEXT[order]}${scopeText({ ...scope, ...period })}`,
    tables: [
      {
        title: '',
        columns,
        allColumns: all,
        rows: answer.rows.map((row) => ({
          ...row,
          signed: signedText(row.difference, by),
          ...(row.costDifference === undefined ? {} : { costSigned: signedText(row.costDifference, by) }), // biome-ignore format: one property
        })),
        isRanked: true,
      },
    ],
    closing: [
      `Compared with the range from ${momentText(vs.from)}, before ${momentText(vs.to)}${lengthText(period, vs)}.${coverText(vs)}`,
      `All: ${value(totals.value)}, before ${value(totals.before)}: ${signedText(totals.difference, by)}${times}${costs(totals)}. Increases ${value(rise)}, decreases ${value(fall)}. ${formatCount(groups.new)} new, ${formatCount(groups.gone)} gone.${lacking}`,
      ...doubtText(answer),
      ...emptyText({ requests: groups.count + now + before }),
    ],
  };
}

const COST_COLUMNS: readonly Column[] = [
  { key: 'cost', heading: 'cost', kind: 'money' },
  { key: 'costBefore', heading: 'cost before', kind: 'money' },
  { key: 'costSigned', csvName: 'costDifference', heading: 'cost difference', kind: 'text' },
];

/** Instead of texts with a sign, for CSV. */
const PLAIN: Readonly<Record<string, (by: Metric) => Column>> = {
  signed: ({ kind }) => ({ key: 'difference', heading: 'difference', kind }),
  costSigned: () => ({ key: 'costDifference', heading: 'cost difference', kind: 'money' }),
};

const amountOf = (figure: Figure): number => Number(isCost(figure) ? figure.amount : figure);

/** `+1.2 GB`, `−12.35 USD` */
function signedText(figure: Figure, by: Metric): string {
  if (isCost(figure))
    return figure.amount.startsWith('-') ? costWords(figure) : `+${costWords(figure)}`;
  return figure < 0 ? `−${formatValue(by, -figure)}` : `+${formatValue(by, figure)}`;
}

type Period = GrowthQuestion['period'];

/** Nothing where both are as long. */
function lengthText(period: Period, vs: Period): string {
  const lengthOf = ({ from, to }: Period): number => Date.parse(to) - Date.parse(from);
  const ratio = lengthOf(vs) / lengthOf(period);
  if (ratio === 1) return '';
  return ratio > 1 ? `, which is ${formatShare(ratio - 1)} longer` : `, which is ${formatShare(1 - ratio)} shorter`; // biome-ignore format: one rule
}

const DAY_MS = 86_400_000;

/** A range that the logs do not fill is no fair one to compare with. */
function coverText({ from, to, period: { first, last, daysWithout } }: GrowthAnswer['vs']): string {
  if (first === null || last === null) return ' There is no record in that range.';
  const parts = [
    ...(Date.parse(first) - Date.parse(from) >= DAY_MS ? [`begin ${momentText(first)}`] : []),
    ...(Date.parse(to) - Date.parse(last) >= DAY_MS ? [`end ${momentText(last)}`] : []),
    ...(daysWithout === 0 ? [] : [`lack ${plural(daysWithout, 'day')} between`]),
  ];
  return parts.length === 0 ? '' : ` Its records ${parts.join(', ')}.`;
}
