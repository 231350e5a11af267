/** Goal: rows come by value, then by name; the first of any number are those of a full sort. */
import fc from 'fast-check';
import t from 'tap';
import { compareRanked, FirstRanked, type Ranked } from '../../../src/questions/count/rank.ts';
import { takeSeed } from '../../house/seed.ts';

const seed = takeSeed(t);
const points = (text: string): readonly number[] => [...text].map((c) => c.codePointAt(0) ?? 0);

/** Independent of UTF-8: code point by code point, the shorter first. */
function comparePoints(a: string, b: string): number {
  const [left, right] = [points(a), points(b)];
  const at = left.findIndex((point, position) => point !== right[position]);
  if (at < 0) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}

const naively = (a: Ranked, b: Ranked): number =>
  a.value === b.value ? comparePoints(a.name, b.name) : Number(b.value) - Number(a.value);

t.test('by value, the greatest first; equal ones by name', async (t) => {
  const rows = [
    { name: 'b', value: 1 },
    { name: 'c', value: 2 },
    { name: 'a', value: 1 },
  ];
  t.strictSame(
    rows.sort(compareRanked).map(({ name }) => name),
    ['c', 'a', 'b'],
  );
});

t.test('names are in the order of their code points', async (t) => {
  const wanted = ['', '10', '9', 'Z', 'a', 'z', 'é', '\ufffd', '\u{1f600}'];
  const rows = [...wanted].reverse().map((name) => ({ name, value: 0 }));
  t.strictSame(
    rows.sort(compareRanked).map(({ name }) => name),
    wanted,
  );
  const name = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const got = compareRanked({ name: a, value: 0 }, { name: b, value: 0 });
      return Math.sign(got) === Math.sign(comparePoints(a, b));
    }),
    { seed },
  );
});

t.test('the first of a few rows', async (t) => {
  const row = fc.record({ name: fc.string({ unit: 'binary' }), value: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 1, max: 20 }), (rows, count) => {
      const first = new FirstRanked(count);
      for (const row of rows) first.add(row);
      return t.strictSame(first.inOrder(), [...rows].sort(naively).slice(0, count));
    }),
    { seed },
  );
});

t.test('the first of more rows than are held', async (t) => {
  const order = fc.constantFrom('up', 'down', 'mixed', 'equal');
  const [count, most] = [fc.constantFrom(1, 2, 10, 1_000), fc.constantFrom(2, 50, 1_000_000)];
  fc.assert(
    fc.property(order, count, most, fc.nat({ max: 9_000 }), (order, count, most, rowCount) => {
      const value = { up: (n: number) => n, down: (n: number) => rowCount - n, mixed: (n: number) => (n * 7_919) % most, equal: () => 1 }[order]; // biome-ignore format: one rule each
      const rows = Array.from({ length: rowCount }, (_, n) => ({
        name: `g${(n * 31) % 1_009}-${n}`,
        value: value(n),
      }));
      const first = new FirstRanked(count);
      for (const row of rows) first.add(row);
      return t.strictSame(first.inOrder(), [...rows].sort(naively).slice(0, count));
    }),
    { seed, numRuns: 60 },
  );
});
