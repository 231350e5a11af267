/** Goal: whatever the table and the terminal, names are whole, and what has no room is known. */
import fc from 'fast-check';
import t from 'tap';
import { type ColumnNeed, type ColumnRole, fitColumns, GAP_WIDTH, type Place } from '../../../src/render/text/fit-columns.ts'; // biome-ignore format: one import
import { takeSeed } from '../../house/seed.ts';

const need = (role: ColumnRole, heading: number, ...cells: readonly number[]): ColumnNeed => ({ role, heading, cells }); // biome-ignore format: one row

const NAMES = need('name', 3, 10, 20);
const KEPT = need('kept', 5, 8);
const OTHERS = [need('other', 8, 3), need('other', 9, 3)];
const BAR = need('bar', 8);

const shown = (places: readonly Place[]) =>
  places.map((place) => (typeof place === 'object' ? place.width : place));

t.test('columns are dropped from the right, what is kept last of all', async (t) => {
  const columns = [NAMES, OTHERS[0] as ColumnNeed, KEPT, OTHERS[1] as ColumnNeed];
  t.strictSame(shown(fitColumns(columns, 51)), [20, 8, 8, 9]);
  t.strictSame(shown(fitColumns(columns, 50)), [20, 8, 8, 'dropped']);
  t.strictSame(shown(fitColumns(columns, 39)), [20, 'dropped', 8, 'dropped']);
  t.strictSame(shown(fitColumns(columns, null)), [20, 8, 8, 9], 'into a file all are written');
});

t.test('what is left of a dropped column stays, even where a later one had room', async (t) => {
  const columns = [NAMES, need('other', 30), need('other', 2)];
  t.strictSame(shown(fitColumns(columns, 40)), [20, 'dropped', 'dropped']);
});

t.test(
  'the place of names shrinks to those that have room, and the others come back',
  async (t) => {
    t.strictSame(shown(fitColumns([NAMES, KEPT, ...OTHERS], 25)), [10, 8, 'dropped', 'dropped']);
    t.strictSame(shown(fitColumns([need('name', 3, 90), KEPT, ...OTHERS], 40)), [3, 8, 8, 9]);
  },
);

t.test(
  'names behind numbers go beneath, the last first, before any number is dropped',
  async (t) => {
    const columns = [KEPT, OTHERS[0] as ColumnNeed, need('name', 3, 10), need('name', 3, 100)];
    t.strictSame(shown(fitColumns(columns, 30)), [8, 8, 10, 'beneath']);
    t.strictSame(shown(fitColumns(columns, 25)), [8, 8, 'beneath', 'beneath']);
    t.strictSame(shown(fitColumns(columns, 12)), [8, 'dropped', 'beneath', 'beneath']);
  },
);

t.test('a bar takes what is left, at least ten, at most thirty', async (t) => {
  t.strictSame(shown(fitColumns([NAMES, KEPT, BAR], 100)), [20, 8, 30]);
  t.strictSame(shown(fitColumns([NAMES, KEPT, BAR], 45)), [20, 8, 13]);
  t.strictSame(shown(fitColumns([NAMES, KEPT, OTHERS[0] as ColumnNeed, BAR], 45)), [20, 8, 'dropped', 13]); // biome-ignore format: one comparison
  t.strictSame(shown(fitColumns([need('name', 4, 4), KEPT, BAR], 20)), [4, 8, 'dropped']);
});

const width = fc.integer({ min: 0, max: 120 });
const column = fc.record({
  role: fc.constantFrom<ColumnRole>('name', 'kept', 'bar', 'other'),
  heading: fc.integer({ min: 1, max: 15 }),
  cells: fc.array(width, { minLength: 1, maxLength: 5 }),
});

t.test('any table has its names, and is no wider than the terminal but for them', async () => {
  const seed = takeSeed(t);
  const tables = fc.array(column, { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(tables, fc.integer({ min: 1, max: 200 }), (columns, columnsMax) => {
      const places = fitColumns(columns, columnsMax);
      const beside = places.flatMap((place) => (typeof place === 'object' ? [place.width] : []));
      const total = beside.reduce((sum, each) => sum + each + GAP_WIDTH, -GAP_WIDTH);
      const onlyNames = columns.every(
        ({ role }, at) => role === 'name' || typeof places[at] !== 'object',
      );
      return (
        places.length === columns.length &&
        columns.every(({ role }, at) => role !== 'name' || places[at] !== 'dropped') &&
        columns.every(
          ({ role, heading, cells }, at) =>
            role === 'name' ||
            role === 'bar' ||
            typeof places[at] !== 'object' ||
            shown(places)[at] === Math.max(heading, ...cells),
        ) &&
        (total <= columnsMax || onlyNames)
      );
    }),
    { seed },
  );
});
