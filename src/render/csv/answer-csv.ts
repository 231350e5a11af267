/** An answer as CSV (RFC 4180), with the exact numbers of `--json`. */
import { type Options, stringify } from 'csv-stringify/sync';
import { cellOf, type Presentation } from '../../questions/present/presentation.ts';

/** Further first characters that spreadsheets skip before they look for a formula. */
const SKIPPED_FIRST = /^[\0\n]/;

/** Either alone begins a line in a spreadsheet, with a cell of its own: CRLF is not enough to quote. */
const LINE_END = /[\r\n]/;

/**
 * Several tables stand below each other, each with its heading row, apart by an empty line. Text
 * that a spreadsheet would take for a formula gets a `'` before it (CWE-1236), unless `isRaw`.
 */
export function answerCsv({ tables }: Presentation, isRaw: boolean): string {
  return tables
    .map(({ columns, allColumns = columns, rows }) => {
      const heading = allColumns.map(({ key }) => key);
      const cells = rows.map((row) => allColumns.map((column) => cellOf(row, column)));
      return stringify([heading], OPTIONS) + stringify(cells, isRaw ? OPTIONS : SAFE_OPTIONS);
    })
    .join('\r\n');
}

const OPTIONS = {
  record_delimiter: 'windows', // RFC 4180: CRLF
  quoted_match: LINE_END,
} as const satisfies Options;

const SAFE_OPTIONS = {
  ...OPTIONS,
  escape_formulas: true,
  cast: { string: (text) => (SKIPPED_FIRST.test(text) ? `'${text}` : text) },
} as const satisfies Options;
