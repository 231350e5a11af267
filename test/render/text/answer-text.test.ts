/** Goal: the answers as text: what they say, how they line up, and that colours stay on terminals. */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import type { CellKind, Presentation, Table } from '../../../src/questions/present/presentation.ts';
import { answerText } from '../../../src/render/text/answer-text.ts';

const SOURCE = new URL('../../../src/render/text/answer-text.ts', import.meta.url).href;
const ESCAPE = '\x1b';

// biome-ignore format: two rows
const TOP: Presentation = {
  title: 'Top 2 of 1,234 IP addresses by bytes',
  tables: [
    {
      title: '',
      isRanked: true,
      columns: [
        { key: 'name', heading: 'IP address', kind: 'text' },
        { key: 'bytes', heading: 'bytes', kind: 'bytes', stays: 'kept' },
        { key: 'requests', heading: 'requests', kind: 'count' },
        { key: 'fullDownloads', heading: 'full downloads', kind: 'tenths' },
        { key: 'share', heading: 'share', kind: 'share' },
        { key: 'timesMedian', heading: '× median', kind: 'tenths' },
      ],
      rows: [
        { name: '192.0.2.1', bytes: 1_000_000, requests: 2_000, fullDownloads: 5, share: 0.5, timesMedian: 3.25 },
        { name: '2001:db8::1', bytes: 500_000, requests: 10, fullDownloads: 2.5, share: 0.25, timesMedian: null },
      ],
    },
  ],
  closing: ['All: 2.0 MB.', 'Another sentence.'],
};

const linesOf = (presentation: Presentation, columns: number | null = null) =>
  answerText(presentation, { columnsMax: columns }).split('\n');

t.test('a title, a ranked table whose columns line up, and sentences', async (t) => {
  t.strictSame(linesOf(TOP), [
    'Top 2 of 1,234 IP addresses by bytes',
    '#  IP address      bytes  requests  full downloads   share  × median',
    '1  192.0.2.1      1.0 MB     2,000             5.0  50.0 %       3.3',
    '2  2001:db8::1  500.0 kB        10             2.5  25.0 %         –',
    'All: 2.0 MB.',
    'Another sentence.',
    '',
  ]);
});

const tableOf = (kind: CellKind, ...values: readonly unknown[]): Table => ({
  title: '',
  columns: [{ key: 'value', heading: 'v', kind }],
  rows: values.map((value) => ({ value })),
  isRanked: false,
});

const cellsOf = (kind: CellKind, ...values: readonly unknown[]) =>
  linesOf({ title: 't', tables: [tableOf(kind, ...values)], closing: [] }).slice(2, -1);

t.test('every kind of cell', async (t) => {
  t.strictSame(cellsOf('bytes', 1_500, 0), ['1.5 kB', '   0 B']);
  t.strictSame(cellsOf('count', 1_500, 0), ['1,500', '    0']);
  t.strictSame(cellsOf('tenths', 1_500.25, 0), ['1,500.3', '    0.0']);
  t.strictSame(cellsOf('share', 0.123, 1), [' 12.3 %', '100.0 %']);
  t.strictSame(cellsOf('text', 'a', 404, ''), ['a', '404', '']);
  t.strictSame(cellsOf('count', null, undefined, { a: 1 }), ['–', '–', '–'], 'nothing is not 0');
  const time = '2026-01-17T13:00:07.250Z';
  t.strictSame(cellsOf('time', time, '2026-01-17T13:00:00Z'), ['2026-01-17 13:00:07', '2026-01-17 13:00:00']); // biome-ignore format: two times
  t.strictSame(cellsOf('hour', time), ['2026-01-17 13:00']);
  t.strictSame(cellsOf('date', time), ['2026-01-17']);
  t.strictSame(cellsOf('date', '2026-01-17T00:00:00.000Z'), ['2026-01-17']);
});

t.test('a bar is a part of the greatest, to an eighth of a character', async (t) => {
  const full = '█'.repeat(30);
  const half = '█'.repeat(15);
  t.strictSame(cellsOf('bar', 8, 4, 0, 240), ['█', '▌', '', full]);
  t.strictSame(cellsOf('bar', 2, 1), [full, half]);
  t.strictSame(cellsOf('bar', 240, 1, 9, 239, 0), [full, '▏', '█▏', `${'█'.repeat(29)}▉`, '']);
  t.strictSame(cellsOf('bar', 0, 0), ['', ''], 'of nothing there is no part');
  t.strictSame(cellsOf('bar', null, 5), ['–', full]);
  t.strictSame(cellsOf('bar'), [], 'no rows');
});

t.test('a table without ranks has no numbers before its rows', async (t) => {
  const [, heading, row] = linesOf({ title: 't', tables: [tableOf('text', 'a')], closing: [] });
  t.strictSame([heading, row], ['v', 'a']);
});

t.test('several tables have a title each, after an empty line', async (t) => {
  const tables = ['first', 'second'].map((title) => ({ ...tableOf('text', 'a'), title }));
  t.strictSame(linesOf({ title: 'All', tables, closing: ['End.'] }), [
    'All',
    '',
    'first',
    'v',
    'a',
    '',
    'second',
    'v',
    'a',
    'End.',
    '',
  ]);
});

t.test('text from logs steers no terminal, wherever it stands', async (t) => {
  const evil = `x${ESCAPE}[31my\n\u202e`;
  const shown = answerText(
    { title: evil, tables: [tableOf('text', evil)], closing: [evil] },
    { columnsMax: null },
  );
  t.strictSame(shown.split('\n'), ['x·[31my··', 'v', 'x·[31my··', 'x·[31my··', '']);
});

t.test('on a narrow terminal columns are dropped and named, and names are whole', async (t) => {
  const [table] = TOP.tables;
  const rows = [{ name: 'k'.repeat(60), bytes: 123_000, requests: 1_234_567, share: 0.5 }];
  const narrow = { ...TOP, tables: table === undefined ? [] : [{ ...table, rows }] };
  t.strictSame(linesOf(narrow, 80).slice(1, 4), [
    `#  IP address${' '.repeat(50)}     bytes`,
    `1  ${'k'.repeat(60)}  123.0 kB`,
    'Not shown: requests, full downloads, share, × median; --wide shows all.',
  ]);
  t.match(linesOf(narrow)[2], `${'k'.repeat(60)}  123.0 kB  1,234,567 `, 'in a file it is all');
  const another = { ...TOP.tables[0], title: 'Another', columns: TOP.tables[0]?.columns.slice(0, 2) ?? [], isRanked: false } as Table; // biome-ignore format: one table
  const two = linesOf({ ...narrow, tables: [...narrow.tables, another] }, 80);
  t.match(two[3], /^Not shown: requests/, 'below the table that it is about');
  t.notMatch(two.slice(4).join('\n'), /Not shown/, 'and not below another one');
  const wide = answerText(narrow, { columnsMax: 40, isWide: true }).split('\n');
  t.match(wide[2], `${'k'.repeat(60)}  123.0 kB  1,234,567 `, 'and with --wide');
  t.notMatch(wide.join(), /Not shown/);
});

t.test('sentences break between words where the terminal ends', async (t) => {
  const shown = linesOf({ ...TOP, tables: [] }, 20);
  t.strictSame(shown, ['Top 2 of 1,234 IP', 'addresses by bytes', 'All: 2.0 MB.', 'Another sentence.', '']); // biome-ignore format: five lines
});

/** The text as a process prints it whose stdout is a pipe. */
function printInChild(env: Readonly<Record<string, string>>): string {
  const code = `import { answerText } from '${SOURCE}';
    process.stdout.write(answerText(JSON.parse(process.argv[1]), { columnsMax: null }));`;
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_DISABLE_COLORS: ___, ...plain } = process.env;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code, JSON.stringify(TOP)], {
    encoding: 'utf8',
    env: { ...plain, ...env },
  });
}

t.test('there is no colour in a pipe, nor where NO_COLOR forbids it', async (t) => {
  t.notMatch(printInChild({}), ESCAPE);
  t.notMatch(printInChild({ NO_COLOR: '1' }), ESCAPE);
  t.match(printInChild({ FORCE_COLOR: '1' }), `${ESCAPE}[1mTop 2`, 'only where it is asked for');
});
