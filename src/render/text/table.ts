/** A table of text for a terminal: aligned columns, of which names are whole and the last may be missing. */
import { styleText } from 'node:util';
import { printable } from '../../core/printable.ts';
import { type ColumnRole, fitColumns, GAP_WIDTH, leadingNames, type Place } from './fit-columns.ts';
import { textWidth } from './text-width.ts';
import { wrap } from './wrap.ts';

export interface TextColumn<Row> {
  readonly heading: string;
  readonly align: 'left' | 'right';
  readonly role: ColumnRole;
  /** `width`: of its column; a bar is as long as that at most. */
  readonly cell: (row: Row, position: number, width: number) => string;
}

export interface RenderedTable {
  /** Lines with line ends. */
  readonly text: string;
  /** Headings of the columns for which there is no room; bars tell nothing new. */
  readonly notShown: readonly string[];
}

const GAP = ' '.repeat(GAP_WIDTH);

/** `columnsMax`: width of the terminal; null where there is none: then nothing gives way. A text is a line. */
export function renderTable<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly (Row | string)[],
  columnsMax: number | null,
): RenderedTable {
  const cells = rows.map((row, position) =>
    typeof row === 'string' ? row : columns.map((column) => textOf(column, row, position)),
  );
  const needs = columns.map(({ role, heading }, at) => ({
    role,
    heading: textWidth(heading),
    cells: cells.flatMap((line) => (typeof line === 'string' ? [] : [textWidth(line[at] ?? '')])),
  }));
  const places = fitColumns(needs, columnsMax);
  const shape: Shape = { columns, places, columnsMax };
  const head = rowLines(columns.map(({ heading }) => heading), shape); // biome-ignore format: one line
  const body = rows.flatMap((row, position) => {
    const line = cells[position] ?? [];
    if (typeof row === 'string' || typeof line === 'string') return wrap(printable(String(row)), columnsMax); // biome-ignore format: one rule
    return rowLines(withBars(line, { columns, places, row, position }), shape);
  });
  return {
    text: [...head.map((line) => styleText('dim', line)), ...body]
      .map((line) => `${line}\n`)
      .join(''),
    notShown: columns.flatMap(({ heading, role }, at) =>
      places[at] === 'dropped' && role !== 'bar' ? [heading] : [],
    ),
  };
}

/** A bar is drawn once its width is known. */
const textOf = <Row>({ role, cell }: TextColumn<Row>, row: Row, position: number): string =>
  role === 'bar' ? '' : printable(cell(row, position, 0));

interface Drawn<Row> {
  readonly columns: readonly TextColumn<Row>[];
  readonly places: readonly Place[];
  readonly row: Row;
  readonly position: number;
}

const withBars = <Row>(
  line: readonly string[],
  { columns, places, row, position }: Drawn<Row>,
): readonly string[] =>
  line.map((cell, at) => {
    const [column, place] = [columns[at], places[at]];
    const isBar = column?.role === 'bar' && typeof place === 'object';
    return isBar ? printable(column.cell(row, position, place.width)) : cell;
  });

interface Shape {
  readonly columns: readonly Pick<TextColumn<never>, 'align' | 'role'>[];
  readonly places: readonly Place[];
  readonly columnsMax: number | null;
}

/** One line, and those of its names that have no room in it. */
function rowLines(cells: readonly string[], shape: Shape): readonly string[] {
  const { columns, places } = shape;
  const isTooWide = (at: number): boolean => {
    const place = places[at];
    return typeof place === 'object' && textWidth(cells[at] ?? '') > place.width;
  };
  const leading = leadingNames(columns);
  const isAbove = leading.some(isTooWide);
  const line = cells.flatMap((cell, at) => {
    const place = places[at];
    if (typeof place !== 'object') return [];
    const text = isAbove && (leading.includes(at) || columns[at]?.role === 'position') ? '' : cell;
    return [pad(text, place.width, columns[at]?.align)];
  });
  const beneath = cells.filter((_, at) => places[at] === 'beneath');
  return [
    ...(isAbove ? linesAbove(cells, leading, shape) : []),
    line.join(GAP),
    ...linesOf(beneath, GAP, shape),
  ].map((each) => each.trimEnd());
}

function linesAbove(
  cells: readonly string[],
  leading: readonly number[],
  shape: Shape,
): readonly string[] {
  const at = shape.columns.findIndex(({ role }) => role === 'position');
  const place = shape.places[at];
  const position =
    typeof place === 'object' ? pad(cells[at] ?? '', place.width, 'right') + GAP : '';
  const names = linesOf(leading.map((each) => cells[each] ?? ''), ' '.repeat(position.length), shape); // biome-ignore format: one call
  return names.map((line, nth) => (nth === 0 ? position + line.slice(position.length) : line));
}

/** Names beside each other where the terminal has room for all of them, else one a line. */
function linesOf(
  names: readonly string[],
  indent: string,
  { columnsMax }: Shape,
): readonly string[] {
  if (names.length === 0) return [];
  const joined = indent + names.join(GAP);
  return columnsMax === null || textWidth(joined) <= columnsMax
    ? [joined]
    : names.map((name) => indent + name);
}

function pad(text: string, width: number, align: 'left' | 'right' | undefined): string {
  const fill = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? fill + text : text + fill;
}
