/** An answer as a person reads it in a terminal. */
import { styleText } from 'node:util';
import {
  byteUnitOf,
  formatAmount,
  formatBytes,
  formatBytesIn,
  formatCount,
  formatMs,
  formatShare,
  formatTenths,
} from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import { type CellKind, type Column, cellOf, type Presentation, type Table } from '../../questions/present/presentation.ts'; // biome-ignore format: one import
import type { ColumnRole } from './fit-columns.ts';
import { renderTable, type TextColumn } from './table.ts';
import { wrap } from './wrap.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

export interface TextLayout {
  /** Width of the terminal; null where there is none: then nothing gives way. */
  readonly columnsMax: number | null;
  /** All columns are shown, and their lines are as long as they are. */
  readonly isWide?: boolean;
}

export function answerText(presentation: Presentation, layout: TextLayout): string {
  const { title, opening = [], tables, closing } = presentation;
  const { columnsMax, isWide = false } = layout;
  const rendered = tables
    .filter(({ columns }) => columns.length > 0)
    .map((table) => ({
      title: table.title,
      ...renderTable(textColumns(table), table.shownRows ?? table.rows, isWide ? null : columnsMax),
    }));
  const parts = rendered.flatMap(({ title, text, notShown }) => [
    (title === '' ? '' : `\n${boldLines(title, columnsMax)}`) + text,
    ...(notShown.length === 0 ? [] : linesOf(notShownText(notShown), columnsMax)),
  ]);
  return [
    boldLines(title, columnsMax),
    ...opening.flatMap((sentence) => linesOf(sentence, columnsMax)),
    ...parts,
    ...closing.flatMap((sentence) => linesOf(sentence, columnsMax)),
  ].join('');
}

/** It stands below its table: another one may show what this one does not. */
const notShownText = (headings: readonly string[]): string =>
  `Not shown: ${headings.join(', ')}; --wide shows all.`;

/** A sentence as lines with line ends. */
export const linesOf = (sentence: string, columnsMax: number | null): readonly string[] =>
  wrap(printable(sentence), columnsMax).map((line) => `${line}\n`);

const boldLines = (text: string, columnsMax: number | null): string =>
  wrap(printable(text), columnsMax)
    .map((line) => `${styleText('bold', line)}\n`)
    .join('');

const POSITION: TextColumn<object> = {
  heading: '#',
  align: 'right',
  role: 'position',
  cell: (_, position) => String(position + 1),
};

function textColumns({ columns, rows, isRanked, isOneUnit }: Table): readonly TextColumn<object>[] {
  const hasNames = columns.some(({ stays }) => stays === 'name');
  const shown = columns.map((column, at) => ({
    ...textColumn(column, rows, isOneUnit === true),
    role: roleOf(column, { isName: !hasNames && at === 0 }),
  }));
  return isRanked ? [POSITION, ...shown] : shown;
}

function roleOf({ kind, stays }: Column, { isName }: { readonly isName: boolean }): ColumnRole {
  if (kind === 'bar') return 'bar';
  return isName ? 'name' : (stays ?? 'other');
}

const LEFT: readonly CellKind[] = ['text', 'time', 'hour', 'date', 'bar'];

function textColumn(
  column: Column,
  rows: readonly object[],
  isOneUnit: boolean,
): Omit<TextColumn<object>, 'role'> {
  const { heading, kind, markedBy } = column;
  const most = Math.max(0, ...rows.map((row) => numberOf(row, column)));
  const unit = byteUnitOf(most);
  return {
    heading,
    align: LEFT.includes(kind) ? 'left' : 'right',
    cell: (row, _, width) => {
      const value = cellOf(row, column);
      if (value === null) return '–';
      if (kind === 'bar') return bar(most === 0 ? 0 : Number(value) / most, width);
      if (isOneUnit && kind === 'bytes') return formatBytesIn(Number(value), unit);
      const text = typeof value === 'string' ? textOf(value, kind) : numberText(value, kind);
      const isMarked = markedBy !== undefined && Reflect.get(row, markedBy) === true;
      return isMarked ? `${text}*` : text;
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

function numberText(value: number, kind: Exclude<CellKind, 'bar'>): string {
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
