/** Goal: "compare" describes the whole population, not those shown, and equals a naive count. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { CompareAnswer } from '../../../src/questions/compare/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively, worldOf } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';

const seed = takeSeed(t);

async function compare(raw: RawParameters, port: MemorySearch): Promise<CompareAnswer> {
  // What every answer tells beside is the business of catalogue.test.ts.
  const {
    asOf: _,
    parameters: __,
    period: ___,
    ...answer
  } = await askQuestion('compare', raw, port);
  if (answer.question !== 'compare') throw new Error(answer.question);
  return answer;
}

const FIELD_OF = { ip: 'remote_ip', agent: 'agent_name', status: 'http_status' } as const;

t.test('the population is all users, whatever is shown', async (t) => {
  const dimension = fc.constantFrom('ip', 'agent', 'status');
  const metric = fc.constantFrom(...METRIC_NAMES);
  await fc.assert(
    fc.asyncProperty(documents, dimension, metric, async (documents, name, by) => {
      const answer = await compare({ dimension: name, by, limit: '2' }, new MemorySearch(documents)); // biome-ignore format: one question
      const key = KEY_OF[by];
      const ranked = rankNaively(documents, FIELD_OF[name], by);
      const unit = key === 'fullDownloads' ? 1_000_000 : 1; // fractions add up inexactly
      const values = ranked.map((row) => Math.round(row[key] * unit));
      const total = values.reduce((sum, value) => sum + value, 0) / unit;
      const top = values.slice(0, 2).reduce((sum, value) => sum + value, 0) / unit;
      t.match(answer, {
        dimension: name,
        by,
        population: { count: ranked.length, total },
        top: { count: Math.min(2, ranked.length), total: top },
        exact: true,
      });
      const rows = ranked.slice(0, 2).map((row) => {
        const below = ranked.filter((other) => other[key] < row[key]).length;
        return [row.name, row[key], below / ranked.length];
      });
      t.strictSame(
        answer.rows.map((row) => [row.name, row.value, row.percentile]),
        rows,
      );
      return t.passing();
    }),
    { seed, numRuns: 150 },
  );
});

t.test('the figures beside each other', async (t) => {
  // biome-ignore format: two rows
  t.strictSame(await compare({ limit: '2' }, new MemorySearch(RECORDS)), {
    question: 'compare',
    dimension: 'ip',
    by: 'bytes',
    from: null,
    to: null,
    population: { count: 3, total: 100, mean: 100 / 3, median: 10, p90: 80, p99: 80, max: 80, gini: 140 / 300 },
    top: { count: 2, total: 90, mean: 45, share: 0.9 },
    rows: [
      { name: '192.0.2.1', value: 80, share: 0.8, timesMean: 80 / (100 / 3), timesMedian: 8, percentile: 2 / 3 },
      { name: '192.0.2.2', value: 10, share: 0.1, timesMean: 10 / (100 / 3), timesMedian: 1, percentile: 0 },
    ],
    exact: true,
  });
});

t.test('records without the dimension are no user', async (t) => {
  const anonymous = [...RECORDS, at('2026-02-03T00:00:00Z', 1_000)];
  const { population, exact } = await compare({}, new MemorySearch(anonymous));
  t.strictSame([population.count, population.total, exact], [3, 100, true]);
});

t.test('sums of fractions are exact', async (t) => {
  const answer = await compare({ by: 'full-downloads' }, new MemorySearch(RECORDS));
  t.equal(answer.population.total, 0.3);
});

t.test('a median of nothing has no multiple', async (t) => {
  const port = new MemorySearch(RECORDS.map(({ bytes_sent: _, ...rest }) => rest));
  const { rows, population } = await compare({}, port);
  t.strictSame(
    rows.map(({ timesMean, timesMedian, share }) => [timesMean, timesMedian, share]),
    Array.from({ length: 3 }, () => [0, null, 0]),
  );
  t.equal(population.gini, 0);
});

t.test('a range without records is an answer of zeros', async (t) => {
  const answer = await compare({ from: '2030-01-01' }, new MemorySearch(RECORDS));
  const zero = { count: 0, total: 0, mean: 0, median: 0, p90: 0, p99: 0, max: 0, gini: 0 };
  t.strictSame(answer.population, zero);
  t.strictSame(answer.top, { count: 0, total: 0, mean: 0, share: 0 });
  t.strictSame([answer.rows, answer.exact], [[], true]);
});

t.test('groups over many indices and pages are read once each', async (t) => {
  const world = worldOf(
    [0, 1, 2].map((month) =>
      Array.from({ length: 9_000 }, (_, n) => [`g${n + 2_000 * month}`, n] as const),
    ),
  );
  const answer = await compare({ dimension: 'agent', limit: '3' }, new MemorySearch(world));
  const ranked = rankNaively(world, 'agent_name', 'bytes');
  t.equal(answer.population.count, 13_000);
  t.equal(answer.population.total, count(world).bytes);
  t.strictSame(
    answer.rows.map(({ name, value }) => [name, value]),
    ranked.slice(0, 3).map(({ name, bytes }) => [name, bytes]),
  );
});

t.test('groups that do not add up to their records are said to be inexact', async (t) => {
  const twice: Document = { ...at('2026-01-01T00:00:00Z', 50), agent_name: ['a', 'b'] };
  const port = () => new MemorySearch([twice, ...worldOf([[['a', 1]]])]);
  t.match(await compare({ dimension: 'agent' }, port()), {
    exact: false,
    inexactBecause: 'the groups add up to 101, but their records to 51',
  });
  t.match(await compare({ dimension: 'agent', by: 'requests' }, port()), { exact: false });
});

t.test('a sum above 2⁵³ is not said to be exact', async (t) => {
  const huge = worldOf([[['a', Number.MAX_SAFE_INTEGER], ['b', Number.MAX_SAFE_INTEGER]]]); // biome-ignore format: two groups
  t.match(await compare({ dimension: 'agent' }, new MemorySearch(huge)), {
    exact: false,
    inexactBecause: /2⁵³/,
  });
});
