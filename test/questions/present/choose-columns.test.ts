/** Goal: a reader or a script gets the columns that were asked for, or the list of those there are. */
import t from 'tap';
import { TamarinError } from '../../../src/core/error.ts';
import { chooseAmong, chooseColumns, readColumnNames } from '../../../src/questions/present/choose-columns.ts'; // biome-ignore format: one import
import type { Column, Presentation, Table } from '../../../src/questions/present/presentation.ts';

const column = (key: string, more: Partial<Column> = {}): Column => ({ key, heading: key, kind: 'count', ...more }); // biome-ignore format: one row
const NAME = column('name', { csvName: 'ip', heading: 'IP address', kind: 'text' });
const FULL = column('fullDownloads', { heading: 'full downloads' });
const BAR = column('bytes', { kind: 'bar', heading: 'by bytes' });
const TABLE: Table = {
  title: '',
  columns: [NAME, column('bytes'), column('share'), FULL, BAR],
  allColumns: [NAME, column('bytes'), FULL, column('share'), column('first')],
  rows: [],
  isRanked: true,
};
const ONE: Presentation = { title: 't', tables: [TABLE], closing: [] };

const chosen = (presentation: Presentation, ...names: readonly string[]) =>
  chooseColumns(presentation, names).tables.map(({ columns, allColumns }) => ({
    seen: columns.map(({ heading }) => heading),
    csv: allColumns?.map(({ key, csvName = key }) => csvName),
  }));

t.test('the columns that are named, in that order, also those of CSV alone', async (t) => {
  t.strictSame(chosen(ONE, 'share', 'ip'), [{ seen: ['share', 'IP address'], csv: ['share', 'ip'] }]); // biome-ignore format: one comparison
  t.strictSame(chosen(ONE, 'first'), [{ seen: ['first'], csv: ['first'] }]);
  t.strictSame(chosen(ONE, 'bytes')[0]?.seen, ['bytes', 'by bytes'], 'with the bar of its numbers');
});

t.test('a column is called as its key, its heading or with dashes', async (t) => {
  for (const name of ['fullDownloads', 'full-downloads', 'full downloads'])
    t.strictSame(chosen(ONE, name)[0]?.csv, ['fullDownloads'], name);
  t.strictSame(chosen(ONE, 'name')[0]?.csv, ['ip']);
});

t.test(
  'of several tables each keeps its names, and one without the columns is left out',
  async (t) => {
    const days: Table = { ...TABLE, columns: [column('day'), column('requests')], allColumns: [column('day'), column('requests')] }; // biome-ignore format: one table
    const two = { ...ONE, tables: [TABLE, days] };
    t.strictSame(chosen(two, 'bytes').map(({ csv }) => csv), [['ip', 'bytes']]); // biome-ignore format: one comparison
    t.strictSame(chosen(two, 'requests', 'bytes').map(({ csv }) => csv), [['ip', 'bytes'], ['day', 'requests']]); // biome-ignore format: one comparison
  },
);

t.test('an unknown column is refused with the list of all', async (t) => {
  const isUsage = (error: unknown, hint: RegExp): boolean =>
    error instanceof TamarinError && error.code === 'usage' && hint.test(`${error.message} ${error.hint}`); // biome-ignore format: one rule
  const tried = (ask: () => unknown, hint: RegExp): void => {
    try {
      ask();
      t.fail('was not refused');
    } catch (error) {
      t.ok(isUsage(error, hint), String(error));
    }
  };
  tried(() => chooseColumns(ONE, ['bytes', 'agent']), /no column "agent".*ip, bytes, share, fullDownloads, first/); // biome-ignore format: one call
  tried(() => chooseAmong([{ key: 'key' }], ['name']), /no column "name".*key/);
  tried(() => readColumnNames('a,,b'), /no list of columns/);
  t.strictSame(readColumnNames('a, b'), ['a', 'b']);
  t.strictSame(chooseAmong([{ key: 'a' }, { key: 'b' }], ['b']), [{ key: 'b' }]);
});
