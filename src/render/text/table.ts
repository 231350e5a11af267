/** A table of text for a terminal: aligned columns, the long ones cut to what the terminal can show. */
import { styleText } from 'node:util';
import textWidth from 'string-width';
import { printable } from '../../core/printable.ts';

export interface TextColumn<Row> {
  readonly heading: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row, position: number) => string;
}

const GAP = '  ';
const ELLIPSIS = '…';
/** A cut cell keeps this much of its start even on a narrow terminal. */
const CUT_WIDTH_MIN = 16;

/** `columnsMax`: width of the terminal; null where there is none, then nothing is cut. */
export function renderTable<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  columnsMax: number | null,
): string {
  const cells = rows.map((row, position) =>
    columns.map((column) => printable(column.cell(row, position))),
  );
  const widths = columns.map((column, at) =>
    Math.max(textWidth(column.heading), ...cells.map((line) => textWidth(line[at] ?? ''))),
  );
  if (columnsMax !== null) fitWidths(columns, widths, columnsMax);
  const head = columns.map((column, at) => pad(column.heading, widths[at] ?? 0, column.align));
  const lines = cells.map((line) =>
    line.map((cell, at) => pad(cut(cell, widths[at] ?? 0), widths[at] ?? 0, columns[at]?.align)),
  );
  return [styleText('dim', head.join(GAP)), ...lines.map((line) => line.join(GAP))]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The widest left-aligned column gives way: numbers are never cut. */
function fitWidths(
  columns: readonly TextColumn<never>[],
  widths: number[],
  columnsMax: number,
): void {
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const leftWidths = widths.map((width, at) => (columns[at]?.align === 'left' ? width : 0));
  const widest = leftWidths.indexOf(Math.max(...leftWidths));
  const width = leftWidths[widest] ?? 0;
  if (total > columnsMax && width > CUT_WIDTH_MIN)
    widths[widest] = Math.max(CUT_WIDTH_MIN, width - (total - columnsMax));
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Thai marks take no column, Japanese letters two; what belongs together is not torn apart. */
function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let left = width - textWidth(ELLIPSIS);
  for (const { segment } of GRAPHEMES.segment(text)) {
    left -= textWidth(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept + ELLIPSIS;
}

function pad(text: string, width: number, align: 'left' | 'right' | undefined): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? fill + text : text + fill;
}
