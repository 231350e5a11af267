/** Goal: columns line up, names are whole on any terminal, and what is not shown is named. */
import fc from 'fast-check';
import widthOf from 'string-width';
import t from 'tap';
import { printable } from '../../../src/core/printable.ts';
import { renderTable, type TextColumn } from '../../../src/render/text/table.ts';
import { takeSeed } from '../../house/seed.ts';

interface Row {
  readonly name: string;
  readonly value: string;
}

const COLUMNS: readonly TextColumn<Row>[] = [
  { heading: '#', align: 'right', role: 'position', cell: (_, position) => String(position + 1) },
  { heading: 'name', align: 'left', role: 'name', cell: (row) => row.name },
  { heading: 'value', align: 'right', role: 'other', cell: (row) => row.value },
];

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);
const lines = (...args: Parameters<typeof renderTable<Row>>): string[] =>
  linesOf(renderTable(...args).text);

t.test('numbers stand to the right, names to the left', async (t) => {
  const rows = [{ name: 'a', value: '1,000' }, { name: 'bbb', value: '7' }]; // biome-ignore format: two rows
  t.strictSame(lines(COLUMNS, rows, null), ['#  name  value', '1  a     1,000', '2  bbb       7']);
  t.strictSame(lines(COLUMNS, [], null), ['#  name  value']);
});

t.test('a name for which there is no room has a line of its own above its numbers', async (t) => {
  const long = 'x'.repeat(36);
  const rows = [
    { name: 'short', value: '7' },
    { name: long, value: '123,456' },
  ];
  t.strictSame(lines(COLUMNS, rows, 40), ['#  name', '1  short', `2  ${long}`]);
  t.strictSame(renderTable(COLUMNS, rows, 40).notShown, ['value']);
  const kept = COLUMNS.map((column) => column.heading === 'value' ? { ...column, role: 'kept' as const } : column); // biome-ignore format: one list
  t.strictSame(lines(kept, rows, 40), [
    '#  name     value',
    '1  short        7',
    `2  ${long}`,
    '          123,456',
  ]);
  t.strictSame(renderTable(kept, rows, 40).notShown, []);
  t.equal(lines(kept, rows, 120)[2], `2  ${long}  123,456`, 'beside them where it has');
  t.equal(lines(kept, rows, null)[2], `2  ${long}  123,456`, 'and in a file');
  t.ok(lines(kept, rows, 10).includes(`2  ${long}`), 'whole on any terminal');
});

t.test('names behind the numbers stand beneath them, headings too', async (t) => {
  const columns = [...COLUMNS.slice(2), ...COLUMNS.slice(1, 2)];
  const rows = [
    { name: 'n'.repeat(30), value: '1,000' },
    { name: 'short', value: '7' },
  ];
  t.strictSame(lines(columns, rows, 20), ['value', '  name', '1,000', `  ${'n'.repeat(30)}`, '    7', '  short']); // biome-ignore format: six lines
  t.strictSame(lines(columns, rows, 40)[1], `1,000  ${'n'.repeat(30)}`);
});

t.test('two names stand beside each other where both have room, else below', async (t) => {
  const pair: readonly TextColumn<Row>[] = [
    { heading: 'who', align: 'left', role: 'name', cell: () => '192.0.2.1' },
    ...COLUMNS.slice(1, 2),
    { heading: 'value', align: 'right', role: 'kept', cell: (row) => row.value },
  ];
  const rows = [{ name: 'x'.repeat(25), value: '1,000' }];
  t.strictSame(lines(pair, rows, 36), ['who        name  value', `192.0.2.1  ${'x'.repeat(25)}`, '                 1,000']); // biome-ignore format: three lines
  t.strictSame(lines(pair, rows, 30).slice(1), ['192.0.2.1', 'x'.repeat(25), '                 1,000']); // biome-ignore format: three lines
});

t.test('names of other scripts line up', async (t) => {
  const rows = [
    { name: '川の音'.repeat(2), value: '1' },
    { name: 'น้ำยามเช้า', value: '2' },
    { name: '👩‍👩‍👧', value: '3' },
    { name: 'é', value: '4' },
  ];
  const made = lines(COLUMNS, rows, 40);
  t.strictSame(new Set(made.map((line) => widthOf(line))), new Set([22]), made.join('|'));
});

t.test(
  'any rows are whole, aligned, without controls, and no wider than the terminal',
  async () => {
    const seed = takeSeed(t);
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const row = fc.record({ name: text, value: fc.nat().map(String) });
    const columnsMax = fc.option(fc.integer({ min: 20, max: 100 }));
    const kept = COLUMNS.map((column) => ({ ...column, role: column.role === 'other' ? ('kept' as const) : column.role })); // biome-ignore format: one list
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), columnsMax, (rows, columnsMax) => {
        const made = lines(kept, rows, columnsMax);
        const isName = (line: string): boolean =>
          rows.some(({ name }, at) => line === `${at + 1}  ${printable(name)}`.trimEnd());
        return (
          rows.every(({ name }) => made.some((line) => line.includes(printable(name).trimEnd()))) &&
          rows.every(({ value }) => made.some((line) => line.endsWith(` ${value}`))) &&
          new Set(made.filter((line) => !isName(line)).map((line) => widthOf(line))).size <= 1 &&
          made.every((line) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)) &&
          (columnsMax === null || made.every((line) => widthOf(line) <= columnsMax || isName(line)))
        );
      }),
      { seed },
    );
  },
);
