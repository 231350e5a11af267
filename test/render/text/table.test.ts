/** Goal: columns line up, and only the long text gives way to a narrow terminal. */
import fc from 'fast-check';
import widthOf from 'string-width';
import t from 'tap';
import { renderTable, type TextColumn } from '../../../src/render/text/table.ts';
import { takeSeed } from '../../house/seed.ts';

interface Row {
  readonly name: string;
  readonly value: string;
}

const COLUMNS: readonly TextColumn<Row>[] = [
  { heading: '#', align: 'right', cell: (_, position) => String(position + 1) },
  { heading: 'name', align: 'left', cell: (row) => row.name },
  { heading: 'value', align: 'right', cell: (row) => row.value },
];

const lines = (text: string): string[] => text.split('\n').slice(0, -1);

t.test('numbers stand to the right, names to the left', async (t) => {
  const rows = [{ name: 'a', value: '1,000' }, { name: 'bbb', value: '7' }]; // biome-ignore format: two rows
  t.strictSame(lines(renderTable(COLUMNS, rows, null)), [
    '#  name  value',
    '1  a     1,000',
    '2  bbb       7',
  ]);
  t.strictSame(lines(renderTable(COLUMNS, [], null)), ['#  name  value']);
});

t.test('a narrow terminal cuts the long text, never the numbers', async (t) => {
  const rows = [{ name: 'x'.repeat(100), value: '123,456,789' }];
  t.strictSame(lines(renderTable(COLUMNS, rows, 40)), [
    '#  name                            value',
    `1  ${'x'.repeat(23)}…  123,456,789`,
  ]);
  t.equal(widthOf(lines(renderTable(COLUMNS, rows, 120))[1] ?? ''), 116, 'not cut where it fits');
  t.equal(widthOf(lines(renderTable(COLUMNS, rows, null))[1] ?? ''), 116, 'nor into a file');
  t.match(lines(renderTable(COLUMNS, rows, 10))[1], /^1 {2}x{15}… {2}123,456,789$/, 'some is kept');
});

t.test('short text does not grow on a terminal that is too narrow', async (t) => {
  const rows = [{ name: 'short', value: '1'.repeat(30) }];
  t.equal(lines(renderTable(COLUMNS, rows, 20))[1], `1  short  ${'1'.repeat(30)}`);
});

t.test('a column of numbers as wide as the names is not cut', async (t) => {
  const columns = [...COLUMNS].reverse();
  const rows = [{ name: 'n'.repeat(30), value: '1'.repeat(30) }];
  t.match(lines(renderTable(columns, rows, 60))[1], /^1{30} {2}n+… {2}1$/);
});

t.test('names of other scripts line up, and no character is cut in half', async (t) => {
  const rows = [
    { name: '川の音'.repeat(10), value: '1' },
    { name: 'น้ำยามเช้า'.repeat(10), value: '2' },
    { name: '👩‍👩‍👧'.repeat(20), value: '3' },
    { name: 'é'.repeat(40), value: '4' },
  ];
  const made = lines(renderTable(COLUMNS, rows, 40));
  t.strictSame(new Set(made.map((line) => widthOf(line))), new Set([40]));
  t.equal(made[1], `1  ${'川の音'.repeat(4)}川の…       1`, 'two columns each');
  t.match(made[3], /^3 {2}(?:👩‍👩‍👧)+… +3$/u, 'a family stays together');
  t.ok(made.every((line) => line.isWellFormed()));
});

t.test('any text makes one line a row, of one width, without controls', async () => {
  const seed = takeSeed(t);
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const row = fc.record({ name: text, value: fc.nat().map(String) });
  const columnsMax = fc.option(fc.integer({ min: 40, max: 100 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), columnsMax, (rows, columnsMax) => {
      const made = lines(renderTable(COLUMNS, rows, columnsMax));
      return (
        made.length === rows.length + 1 &&
        new Set(made.map((line) => widthOf(line))).size === 1 &&
        made.every((line) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)) &&
        (columnsMax === null || made.every((line) => widthOf(line) <= columnsMax))
      );
    }),
    { seed },
  );
});
