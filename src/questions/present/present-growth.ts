/** What changed, as a table. */
import { formatCount, formatShare, formatTenths } from '../../core/format.ts';
import type { GrowthAnswer, GrowthQuestion } from '../growth/answer.ts';
import { emptyText, exactText, formatValue, momentText, scopeText } from './present-parts.ts';
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
  const value = (number: number): string => formatValue(by, number);
  const signed = (number: number): string => (number < 0 ? `−${value(-number)}` : `+${value(number)}`); // biome-ignore format: one rule
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
    { key: 'share', heading: 'of rise/fall', kind: 'share' },
    { key: 'change', heading: 'change', kind: 'text' },
  ];
  const all = columns.map((column) =>
    column.key === 'signed' ? { key: 'difference', heading: 'difference', kind: by.kind } : column,
  );
  const times = totals.before === 0 ? '' : `, ${formatTenths(totals.value / totals.before)} ×`;
  const lacking =
    missing.value === 0 && missing.before === 0
      ? ''
      : ` Of these without ${dimension.heading}: ${value(missing.value)}, before ${value(missing.before)}.`;
  return {
    title: `What changed among ${formatCount(groups.count)} ${dimension.plural} by ${by.heading}, ${ORDER_TEXT[order]}${scopeText({ ...scope, ...period })}`,
    tables: [
      {
        title: '',
        columns,
        allColumns: all,
        rows: answer.rows.map((row) => ({ ...row, signed: signed(row.difference) })),
        isRanked: true,
      },
    ],
    closing: [
      `Compared with the range from ${momentText(vs.from)}, before ${momentText(vs.to)}${lengthText(period, vs)}.`,
      `All: ${value(totals.value)}, before ${value(totals.before)}: ${signed(totals.difference)}${times}. What rose, rose by ${value(rise)}; what fell, fell by ${value(fall)}. ${formatCount(groups.new)} new, ${formatCount(groups.gone)} gone.${lacking} ${exactText(answer)}`,
      ...emptyText({ requests: groups.count + totals.value + totals.before }),
    ],
  };
}

type Period = GrowthQuestion['period'];

/** Nothing where both are as long. */
function lengthText(period: Period, vs: Period): string {
  const lengthOf = ({ from, to }: Period): number => Date.parse(to) - Date.parse(from);
  const ratio = lengthOf(vs) / lengthOf(period);
  return ratio === 1 ? '' : `, which is ${formatShare(ratio)} as long`;
}
