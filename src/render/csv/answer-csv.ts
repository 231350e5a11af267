/** An answer as CSV (RFC 4180), with the exact numbers of `--json`. */
import { type Options, stringify } from 'csv-stringify/sync';
import {
  type Column,
  cellOf,
  type Presentation,
  type Table,
} from '../../questions/present/presentation.ts';

/** Further first characters that spreadsheets skip before they look for a formula. */
const SKIPPED_FIRST = /^[\0\n]/;

/** Either alone begins a line in a spreadsheet, with a cell of its own: LF is not enough to quote. */
const LINE_END = /[\r\n]/;

type Cell = string | number | null;

/**
 * Several tables are one, of which the first column says which it was, and the second is the first of
 * each. Text that a spreadsheet would take for a formula gets a `'` before it (CWE-1236), unless
 * `isRaw`. Lines end in LF, so that `cut` and `sort` see nothing else. `shown`: what a terminal may be sent
 * of a text.
 */
export function answerCsv({ tables }: Presentation, isRaw: boolean, shown?: Shown): string {
  const [only, ...others] = tables;
  if (only === undefined) return '';
  const { heading, lines } = others.length === 0 ? ofOne(only) : ofSeveral(tables);
  return headCsv(heading, shown) + linesCsv(lines, isRaw, shown);
}

/** The heading row of a table whose rows come later. */
export const csvHeading = (columns: readonly CsvColumn[], shown?: Shown): string =>
  headCsv(
    columns.map(({ key, csvName = key }) => csvName),
    shown,
  );

/** Rows without a heading. */
export const csvRows = (
  rows: readonly object[],
  columns: readonly CsvColumn[],
  isRaw: boolean,
  shown?: Shown,
): string =>
  linesCsv(
    rows.map((row) => columns.map((column) => cellOf(row, column))),
    isRaw,
    shown,
  );

type Shown = (text: string) => string;
type CsvColumn = Pick<Column, 'key' | 'csvName'>;

const asItIs: Shown = (text) => text;

const headCsv = (heading: readonly string[], shown = asItIs): string =>
  stringify([heading.map(shown)], OPTIONS);

function linesCsv(lines: readonly Cell[][], isRaw: boolean, shown = asItIs): string {
  const cells = lines.map((line) =>
    line.map((cell) => (typeof cell === 'string' ? shown(cell) : cell)),
  );
  return stringify(cells, isRaw ? OPTIONS : SAFE_OPTIONS);
}

interface Sheet {
  readonly heading: string[];
  readonly lines: Cell[][];
}

const columnsOf = ({ columns, allColumns = columns }: Table): readonly Column[] => allColumns;

const ofOne = (table: Table): Sheet => ({
  heading: columnsOf(table).map(({ key, csvName = key }) => csvName),
  lines: table.rows.map((row) => columnsOf(table).map((column) => cellOf(row, column))),
});

function ofSeveral(tables: readonly Table[]): Sheet {
  const others = tables.flatMap((table) => columnsOf(table).slice(1));
  const byKey = new Map(others.map((column) => [column.key, column]));
  return {
    heading: ['part', 'name', ...byKey.keys()],
    lines: tables.flatMap((table) => {
      const [first] = columnsOf(table);
      const name = (row: object): Cell => (first === undefined ? null : cellOf(row, first));
      const rest = [...byKey.values()];
      return table.rows.map((row) => [
        table.part ?? '',
        name(row),
        ...rest.map((column) => cellOf(row, column)),
      ]);
    }),
  };
}

const OPTIONS = {
  record_delimiter: 'unix',
  quoted_match: LINE_END,
} as const satisfies Options;

const SAFE_OPTIONS = {
  ...OPTIONS,
  escape_formulas: true,
  cast: { string: (text) => (SKIPPED_FIRST.test(text) ? `'${text}` : text) },
} as const satisfies Options;
