/** Goal: CSV holds the exact numbers, and no spreadsheet takes text from a log for a formula. */
import fc from 'fast-check';
import t from 'tap';
import type { Column, Presentation, Table } from '../../../src/questions/present/presentation.ts';
import { answerCsv } from '../../../src/render/csv/answer-csv.ts';
import { takeSeed } from '../../house/seed.ts';

const column = (key: string): Column => ({ key, heading: `the ${key}`, kind: 'text' });
const NAME_AND_VALUE = [column('name'), column('value')];

const tableOf = (rows: readonly object[], more: Partial<Table> = {}): Table => ({
  title: 'not in CSV',
  columns: NAME_AND_VALUE,
  rows,
  isRanked: true,
  ...more,
});

const presentationOf = (...tables: readonly Table[]): Presentation => ({
  title: 'not in CSV',
  tables,
  closing: ['not in CSV'],
});

const csv = (rows: readonly object[], isRaw = false): string =>
  answerCsv(presentationOf(tableOf(rows)), isRaw);

t.test('keys as headings, a line a row, LF, no sentences', async (t) => {
  const rows = [{ name: 'a', value: 1, more: 2 }, { name: 'b' }, { name: '', value: null }];
  t.equal(csv(rows), 'name,value\na,1\nb,\n,\n');
  t.equal(csv([]), 'name,value\n');
});

t.test('numbers are whole and exact, whatever their kind', async (t) => {
  const kinds = ['text', 'bytes', 'count', 'tenths', 'share', 'bar'] as const;
  for (const kind of kinds) {
    const columns = [{ key: 'value', heading: 'x', kind }];
    const table = tableOf([9007199254740991, 0.1, -5, 0, 1 / 3].map((value) => ({ value })), { columns }); // biome-ignore format: one table
    t.equal(
      answerCsv(presentationOf(table), false),
      'value\n9007199254740991\n0.1\n-5\n0\n0.3333333333333333\n',
      kind,
    );
  }
});

// biome-ignore format: a list
const LEADS: readonly (readonly [string, string])[] = [
  ['=', '='], ['+', '+'], ['-', '-'], ['@', '@'], ['TAB', '\t'], ['CR', '\r'], ['LF', '\n'], ['NUL', '\0'],
  ['full-width =', '\uff1d'], ['full-width +', '\uff0b'], ['full-width -', '\uff0d'], ['full-width @', '\uff20'],
];

/** The cells of one column, read back. */
function firstCell(text: string): string {
  const body = text.slice('name,value\n'.length);
  const quoted = /^"((?:[^"]|"")*)",1\n$/.exec(body)?.[1];
  return quoted === undefined ? (/^([^",\r\n]*),1\n$/.exec(body)?.[1] ?? '?') : quoted.replaceAll('""', '"'); // biome-ignore format: one rule
}

for (const [name, lead] of LEADS) {
  t.test(`text that begins with ${name} is no formula`, async (t) => {
    for (const rest of ['cmd|" /C calc"!A0', '1+1', '', 'HYPERLINK("http://a.test","x")']) {
      const rows = [{ name: lead + rest, value: 1 }];
      t.equal(firstCell(csv(rows)), `'${lead}${rest}`);
      t.equal(firstCell(csv(rows, true)), lead + rest, 'raw: as it is');
    }
    t.equal(firstCell(csv([{ name: `a${lead}1`, value: 1 }])), `a${lead}1`, 'only at the start');
  });
}

t.test('commas, quotes and line ends are quoted', async (t) => {
  t.equal(csv([{ name: 'a,b', value: 'c"d' }]), 'name,value\n"a,b","c""d"\n');
  t.equal(csv([{ name: 'a\nb', value: 'c\r\nd' }]), 'name,value\n"a\nb","c\r\nd"\n');
  t.equal(csv([{ name: 'a\rb', value: ' c ' }]), 'name,value\n"a\rb", c \n');
});

t.test('any text comes back as it was, but for the sign against formulas', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...',"\r\n\t=+-@\0a\uff1d') })); // biome-ignore format: one arbitrary
  fc.assert(
    fc.property(text, fc.boolean(), (name, isRaw) => {
      const isFormula = LEADS.some(([, lead]) => name.startsWith(lead));
      const wanted = isFormula && !isRaw ? `'${name}` : name;
      return firstCell(csv([{ name, value: 1 }], isRaw)) === wanted;
    }),
    { seed: takeSeed(t), numRuns: 1_000 },
  );
});

t.test('several tables are one, which says which line is of which', async (t) => {
  const other = tableOf([{ hour: 7, more: 2 }], { columns: [column('hour'), column('more')], part: 'hours' }); // biome-ignore format: one table
  const both = presentationOf(tableOf([{ name: '=a', value: 1 }], { part: 'names' }), other);
  t.equal(answerCsv(both, false), "part,name,value,more\nnames,'=a,1,\nhours,7,,2\n");
});

t.test('a column may be called otherwise in CSV', async (t) => {
  const table = tableOf([{ name: 'a' }], { columns: [{ ...column('name'), csvName: 'ip' }] });
  t.equal(answerCsv(presentationOf(table), false), 'ip\na\n');
});

t.test('a table with more columns than are shown gives them all', async (t) => {
  const table = tableOf([{ name: 'a', value: 1, more: 2 }], { allColumns: [column('more'), column('name')] }); // biome-ignore format: one table
  t.equal(answerCsv(presentationOf(table), false), 'more,name\n2,a\n');
});

t.test('headings are ours and stay as they are', async (t) => {
  const table = tableOf([{ '@timestamp': '=1' }], { columns: [column('@timestamp')] });
  t.equal(answerCsv(presentationOf(table), false), "@timestamp\n'=1\n");
});
