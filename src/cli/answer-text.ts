/** An answer as a person reads it in a terminal. */
import { styleText } from 'node:util';
import { formatBytes, formatCount, formatShare, formatTenths } from '../core/format.ts';
import { type Column as AnswerColumn, type CellKind, cellOf, type Presentation, type Table } from '../questions/presentation.ts'; // biome-ignore format: one import
import { printable } from './printable.ts';
import { type Column, renderTable } from './table.ts';

const BAR_WIDTH = 30;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** `columnsMax`: width of the terminal; null where there is none, then nothing is cut. */
export function answerText(
  { title, tables, closing }: Presentation,
  columnsMax: number | null,
): string {
  const parts = tables.map(
    (table) =>
      (table.title === '' ? '' : `\n${styleText('bold', table.title)}\n`) +
      tableText(table, columnsMax),
  );
  const sentences = closing.map((sentence) => `${printable(sentence)}\n`);
  return `${styleText('bold', printable(title))}\n${parts.join('')}${sentences.join('')}`;
}

function tableText({ columns, rows, isRanked }: Table, columnsMax: number | null): string {
  const position: Column<object> = {
    heading: '#',
    align: 'right',
    cell: (_, position) => String(position + 1),
  };
  const shown = columns.map((column) => textColumn(column, rows));
  return renderTable(isRanked ? [position, ...shown] : shown, rows, columnsMax);
}

const LEFT: readonly CellKind[] = ['text', 'time', 'date', 'bar'];

function textColumn(column: AnswerColumn, rows: readonly object[]): Column<object> {
  const { heading, kind } = column;
  const most = kind === 'bar' ? Math.max(...rows.map((row) => numberOf(row, column))) : 0;
  return {
    heading,
    align: LEFT.includes(kind) ? 'left' : 'right',
    cell: (row) => {
      const value = cellOf(row, column);
      if (value === null) return '–';
      return typeof value === 'string' ? textOf(value, kind) : numberText(value, kind, most);
    },
  };
}

const numberOf = (row: object, column: AnswerColumn): number => Number(cellOf(row, column) ?? 0);

/** The log knows whole seconds, and a timeline whole hours. */
function textOf(value: string, kind: CellKind): string {
  if (kind === 'date') return value.slice(0, 'yyyy-mm-dd'.length);
  return kind === 'time' ? value.replace('T', ' ').replace(/(?::00)?(?:\.000)?Z$/, '') : value;
}

function numberText(value: number, kind: CellKind, most: number): string {
  switch (kind) {
    case 'bytes':
      return formatBytes(value);
    case 'count':
      return formatCount(value);
    case 'tenths':
      return formatTenths(value);
    case 'share':
      return formatShare(value);
    case 'bar':
      return bar(most === 0 ? 0 : value / most);
    case 'text':
    case 'time':
    case 'date':
      return String(value);
    default:
      return kind satisfies never;
  }
}

function bar(part: number): string {
  const eighths = Math.round(part * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
