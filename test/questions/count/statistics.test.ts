/** Goal: the figures of a population equal their definitions, written out naively. */
import fc from 'fast-check';
import t from 'tap';
import { describePopulation, shareBelow } from '../../../src/questions/count/statistics.ts';
import { takeSeed } from '../../house/seed.ts';

const seed = takeSeed(t);
const ascending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();
const describe = (...values: readonly number[]) => describePopulation(Float64Array.from(values));
const values = fc
  .array(fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 1_000_000_000 })), { maxLength: 120 })
  .map(ascending);

t.test('count, total, mean, median, percentiles and maximum', async () => {
  fc.assert(
    fc.property(values, (sorted) => {
      const count = sorted.length;
      const total = sorted.reduce((sum, value) => sum + value, 0);
      const middle = sorted.filter(
        (_, at) => at === count - 1 - at || Math.abs(count - 1 - 2 * at) === 1,
      );
      const median = middle.reduce((sum, value) => sum + value, 0) / (middle.length || 1);
      // The smallest value that is not below p hundredths of all.
      const percentile = (p: number): number =>
        sorted.find((_, at) => (at + 1) * 100 >= p * count) ?? 0;
      const got = describePopulation(sorted);
      return (
        got.count === count &&
        got.total === total &&
        got.mean === (count === 0 ? 0 : total / count) &&
        got.median === median &&
        got.p90 === percentile(90) &&
        got.p99 === percentile(99) &&
        got.max === (sorted.at(-1) ?? 0)
      );
    }),
    { seed, numRuns: 1_000 },
  );
});

t.test('gini is half the mean difference over the mean', async () => {
  fc.assert(
    fc.property(values, (sorted) => {
      const total = sorted.reduce((sum, value) => sum + value, 0);
      const difference = sorted.reduce((sum, a) => sum + sorted.reduce((some, b) => some + Math.abs(a - b), 0), 0); // biome-ignore format: one sum
      const wanted = total === 0 ? 0 : difference / (2 * sorted.length * total);
      return Math.abs(describePopulation(sorted).gini - wanted) < 1e-9;
    }),
    { seed },
  );
});

t.test('known values', async (t) => {
  t.equal(describe().gini, 0);
  t.equal(describe(0, 0).gini, 0);
  t.equal(describe(5).gini, 0);
  t.equal(describe(3, 3, 3, 3).gini, 0);
  t.equal(describe(0, 0, 0, 8).gini, 0.75);
  t.equal(describe(1, 2, 3, 4).gini, 0.25);
  t.equal(describe(1, 2, 3, 10).median, 2.5);
  const hundred = describe(...Array.from({ length: 100 }, (_, at) => at + 1));
  t.strictSame([hundred.p90, hundred.p99, hundred.median], [90, 99, 50.5]);
  const ten = describe(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  t.strictSame([ten.p90, ten.p99], [9, 10]);
});

t.test('percentiles are by nearest rank for every size up to 1,000', async (t) => {
  // In whole numbers: the least position that is not below p hundredths of all.
  const rank = (percent: number, count: number): number =>
    Number((BigInt(percent) * BigInt(count) + 99n) / 100n);
  for (let count = 1; count <= 1_000; count += 1) {
    const positions = Float64Array.from({ length: count }, (_, at) => at + 1);
    const { p90, p99, median, max } = describePopulation(positions);
    const wanted = [rank(90, count), rank(99, count), (count + 1) / 2, count];
    if (!wanted.every((value, at) => value === [p90, p99, median, max][at]))
      t.strictSame([p90, p99, median, max], wanted, `${count} members`);
  }
  t.strictSame([rank(90, 70), rank(99, 700), rank(90, 1)], [63, 693, 1]);
});

t.test('the Gini of large values is not rounded off', async (t) => {
  // All equal but the last, by 1: the terms of the sum are far above 2⁵³, and cancel each other.
  const [count, value] = [9_001, 100_000_000_007];
  const large = Float64Array.from({ length: count }, (_, at) => (at === count - 1 ? value + 1 : value)); // biome-ignore format: one list
  const wanted = (count - 1) / (count * (count * value + 1));
  const { gini } = describePopulation(large);
  t.ok(Math.abs(gini / wanted - 1) < 1e-9, `${gini} is about ${wanted}`);
});

t.test('with a unit, every figure but the Gini is divided by it', async (t) => {
  t.strictSame(describePopulation(Float64Array.of(100_000, 200_000), 1_000_000), {
    count: 2,
    total: 0.3,
    mean: 0.15,
    median: 0.15000000000000002,
    p90: 0.2,
    p99: 0.2,
    max: 0.2,
    gini: 1 / 6,
  });
});

t.test('the share below a value counts no equal one', async () => {
  fc.assert(
    fc.property(values, fc.nat({ max: 12 }), (sorted, value) => {
      const below = sorted.filter((other) => other < value).length;
      return shareBelow(sorted, value) === (sorted.length === 0 ? 0 : below / sorted.length);
    }),
    { seed },
  );
});
