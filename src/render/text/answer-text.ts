/** An answer as a person reads it in a terminal. */
import { styleText } from 'node:util';
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatMs,
  formatShare,
  formatTenths,
} from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import { type CellKind, type Column, cellOf, type Presentation, type Table } from '../../questions/present/presentation.ts'; // biome-ignore format: one import
import { renderTable, type TextColumn } from './table.ts';

const BAR_WIDTH_MAX = 30;
/** What the columns beside a bar take, so that on a narrow terminal all bars are shorter alike. */
const BESIDE_BAR_WIDTH = 62;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** `columnsMax`: width of the terminal; null where there is none, then nothing is cut. */
export function answerText(
  { title, tables, closing }: Presentation,
  columnsMax: number | null,
): string {
  const parts = tables
    .filter(({ columns }) => columns.length > 0)
    .map(
      (table) =>
        (table.title === '' ? '' : `\n${styleText('bold', table.title)}\n`) +
        tableText(table, columnsMax),
    );
  const sentences = closing.map((sentence) => `${printable(sentence)}\n`);
  return `${styleText('bold', printable(title))}\n${parts.join('')}${sentences.join('')}`;
}

function tableText({ columns, rows, isRanked }: Table, columnsMax: number | null): string {
  const position: TextColumn<object> = {
    heading: '#',
    align: 'right',
    cell: (_, position) => String(position + 1),
  };
  const room = columnsMax === null ? BAR_WIDTH_MAX : columnsMax - BESIDE_BAR_WIDTH;
  const barWidth = Math.max(1, Math.min(BAR_WIDTH_MAX, room));
  const shown = columns.map((column) => textColumn(column, rows, barWidth));
  return renderTable(isRanked ? [position, ...shown] : shown, rows, columnsMax);
}

const LEFT: readonly CellKind[] = ['text', 'time', 'hour', 'date', 'bar'];

function textColumn(column: Column, rows: readonly object[], barWidth: number): TextColumn<object> {
  const { heading, kind } = column;
  const most = kind === 'bar' ? Math.max(...rows.map((row) => numberOf(row, column))) : 0;
  const barOf = (value: number): string => bar(most === 0 ? 0 : value / most, barWidth);
  return {
    heading,
    align: LEFT.includes(kind) ? 'left' : 'right',
    cell: (row) => {
      const value = cellOf(row, column);
      if (value === null) return '–';
      if (kind === 'bar') return barOf(Number(value));
      return typeof value === 'string' ? textOf(value, kind) : numberText(value, kind, barOf);
    },
  };
}

const numberOf = (row: object, column: Column): number => Number(cellOf(row, column) ?? 0);

/** How many characters of `2026-01-17 13:05:09` are shown; the log knows whole seconds. */
const TIME_CHARACTERS = { time: 19, hour: 16, date: 10 } as const;

function textOf(value: string, kind: CellKind): string {
  if (kind === 'money') return formatAmount(value);
  return kind === 'time' || kind === 'hour' || kind === 'date'
    ? value.replace('T', ' ').slice(0, TIME_CHARACTERS[kind])
    : value;
}

function numberText(value: number, kind: CellKind, barOf: (value: number) => string): string {
  switch (kind) {
    case 'bytes':
      return formatBytes(value);
    case 'count':
      return formatCount(value);
    case 'tenths':
      return formatTenths(value);
    case 'ms':
      return formatMs(value);
    case 'share':
      return formatShare(value);
    case 'bar':
      return barOf(value);
    case 'money':
      return formatAmount(String(value));
    case 'text':
    case 'time':
    case 'hour':
    case 'date':
      return String(value);
    default:
      return kind satisfies never;
  }
}

function bar(part: number, width: number): string {
  const eighths = Math.round(part * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
