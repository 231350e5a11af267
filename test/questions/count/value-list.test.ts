/** Goal: values of any number come back sorted, none lost where the list grows. */
import fc from 'fast-check';
import t from 'tap';
import { ValueList } from '../../../src/questions/count/value-list.ts';
import { takeSeed } from '../../house/seed.ts';

const GROWTH = 65_536;

t.test('nothing comes back of nothing', async (t) => {
  t.strictSame([...new ValueList().sortAscending()], []);
});

for (const count of [1, GROWTH - 1, GROWTH, GROWTH + 1, 2 * GROWTH + 5]) {
  t.test(`${count} values are all there, in order`, async (t) => {
    const list = new ValueList();
    for (let n = 0; n < count; n += 1) list.add((n * 7_919) % count);
    const sorted = list.sortAscending();
    t.equal(sorted.length, count);
    const wanted = Float64Array.from({ length: count }, (_, n) => (n * 7_919) % count).sort();
    t.ok(sorted.every((value, at) => value === wanted[at]));
  });
}

t.test('values are sorted as numbers and kept to the last bit', async () => {
  const value = fc.oneof(fc.nat({ max: 12 }), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const list = new ValueList();
      for (const value of values) list.add(value);
      const wanted = [...values].sort((a, b) => a - b);
      const sorted = list.sortAscending();
      return sorted.length === wanted.length && wanted.every((value, at) => value === sorted[at]);
    }),
    { seed: takeSeed(t) },
  );
});
