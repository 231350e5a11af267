/**
 * Goal: few groups are asked for all at once, and nothing is lost by it: not where the estimate was
 * too low, not where the server gives less, and not over shards or slices.
 */
import fc from 'fast-check';
import t from 'tap';
import { TamarinError } from '../../../src/core/error.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { TopAnswer } from '../../../src/questions/top/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { askTop } from '../ask-top.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, METRIC_NAMES, rankNaively, topAgents, worldOf } from '../naive.ts';
import { documents } from '../small-worlds.ts';
import { waysOf } from '../ways.ts';

const seed = takeSeed(t);

const withoutShares = ({ rows }: TopAnswer) =>
  rows.map(({ share: _, cumulativeShare: __, ...row }) => row);

/** So many groups; those with the most bytes come last by name, and by number of records. */
const groups = (length: number, prefix = 'g') =>
  Array.from({ length }, (_, n): readonly [string, number] => [
    `${prefix}${String(n).padStart(5, '0')}`,
    n,
  ]);

/** The last tenth by name has one record of each group, the others have two. */
const manyRecords = (some: readonly (readonly [string, number])[]) =>
  some.concat(some.slice(0, Math.floor(some.length * 0.9)).map(([name]) => [name, 0] as const));

t.test('groups are asked for at once up to an estimate of 9,000', async (t) => {
  const documents = worldOf([groups(8_999)]);
  const { answer, ways, port } = await askTop(documents, topAgents(10)); // an estimate is one more
  t.strictSame(ways, ['few']);
  t.equal(port.bodies.length, 6, 'what enriched them, the estimate, three of what is missing, the groups'); // biome-ignore format: one sentence
  t.strictSame(withoutShares(answer), rankNaively(documents, 'agent_name', 'bytes').slice(0, 10));
  t.match(answer, { exact: true, distinct: { value: 8_999, exact: true } });
  t.strictSame(answer.totals, count(documents));
});

t.test('above it they are not', async (t) => {
  const documents = worldOf([groups(9_000)]);
  const { answer, ways } = await askTop(documents, topAgents(10));
  t.strictSame(ways, ['list 100', 'count']);
  t.strictSame(withoutShares(answer), rankNaively(documents, 'agent_name', 'bytes').slice(0, 10));
  t.match(answer, { exact: true, distinct: { value: 9_001, exact: false } });
  t.strictSame(answer.totals, count(documents));
});

t.test('all that there are can be shown', async (t) => {
  const documents = worldOf([groups(3_000), groups(5_000, 'h')]);
  const { answer, ways } = await askTop(documents, topAgents(10_000, { by: 'requests' }));
  t.strictSame(ways, ['few']);
  t.strictSame(withoutShares(answer), rankNaively(documents, 'agent_name', 'requests'));
  t.equal(answer.rows.at(-1)?.cumulativeShare, 1);
});

const LOW = { estimateMax: 9_000 };
const january = ['2026-01'];

// biome-ignore format: a table, one row a world
const UNDERESTIMATED: readonly (readonly [string, readonly Document[], MemoryOptions, TopAnswer['distinct']])[] = [
  ['one index', worldOf([manyRecords(groups(10_000))]), LOW, { value: 9_000, exact: false }],
  ['more', worldOf([manyRecords(groups(11_000))]), LOW, { value: 9_000, exact: false }],
  ['two indices of few each', worldOf([groups(5_000, 'a'), manyRecords(groups(5_000, 'b'))]), LOW, { value: 10_000, exact: true }], // complete lists
  ['slices', worldOf([manyRecords(groups(10_500))]), { ...LOW, sliced: january }, { value: 10_500, exact: true }],
  ['shards', worldOf([manyRecords(groups(10_500))]), { ...LOW, sharded: january }, { value: 10_500, exact: true }],
];

for (const [name, documents, options, distinct] of UNDERESTIMATED) {
  t.test(`an estimate that was too low harms nothing: ${name}`, async (t) => {
    const ranked = rankNaively(documents, 'agent_name', 'bytes');
    const { answer, ways } = await askTop(documents, topAgents(20), options);
    const isSeveral = 'sliced' in options || 'sharded' in options;
    t.equal(ways[0], 'few');
    t.equal(ways[1], isSeveral ? 'sweep 10000' : 'list 100', 'the way of many');
    t.strictSame(withoutShares(answer), ranked.slice(0, 20));
    t.strictSame(answer.totals, count(documents));
    t.strictSame([answer.exact, answer.missing], [true, count([])]);
    t.strictSame(answer.distinct, distinct);
  });
}

t.test(
  'an estimate that was too low, but of fewer than 10,000, harms nothing either',
  async (t) => {
    const documents = worldOf([manyRecords(groups(9_999))]);
    for (const options of [LOW, { ...LOW, sliced: january }, { ...LOW, sharded: january }]) {
      const { answer, ways } = await askTop(documents, topAgents(20), options);
      t.strictSame(ways, ['few']);
      t.strictSame(
        withoutShares(answer),
        rankNaively(documents, 'agent_name', 'bytes').slice(0, 20),
      );
      t.strictSame(answer.distinct, { value: 9_999, exact: true });
      t.strictSame(answer.totals, count(documents));
    }
  },
);

t.test('a server that gives fewer buckets is asked in the way of many', async (t) => {
  const documents = worldOf([groups(3_000), groups(2_000).map(([name]) => [name, 0])]);
  const bucketsMax = 5_999; // two each
  const { answer, ways } = await askTop(documents, topAgents(10), { bucketsMax });
  t.strictSame(ways, ['few', 'list 100', 'count']);
  t.strictSame(withoutShares(answer), rankNaively(documents, 'agent_name', 'bytes').slice(0, 10));
  t.strictSame(answer.totals, count(documents));
  t.match(answer, { exact: true, distinct: { value: 3_001, exact: false } });
  const enough = await askTop(documents, topAgents(10), { bucketsMax: 6_000 });
  t.strictSame(enough.ways, ['few']);
  t.strictSame(enough.answer.rows, answer.rows, 'the same');
  t.strictSame(enough.answer.totals, answer.totals);
});

t.test('another failure is no reason to ask in another way', async (t) => {
  const seen: string[] = [];
  const before = (_: unknown, port: MemorySearch) => {
    seen.splice(0, seen.length, ...waysOf(port));
    if (seen.length > 0) throw new TamarinError('question_timed_out', 'slow');
  };
  const asked = askTop(worldOf([groups(5)]), topAgents(10), { before });
  await t.rejects(asked, { code: 'question_timed_out' });
  t.strictSame(seen, ['few']);
});

t.test('slices and shards list what is first in all, not in each', async (t) => {
  // Each half lists its own first; what is second in both halves is first in all.
  const half = (name: string) => [...groups(300, name).map(([each]) => [each, 1_000] as const), ...groups(20, 'both').map(([each]) => [each, 900] as const)]; // biome-ignore format: one half
  const documents = worldOf([[...half('left'), ...half('right')]]);
  const ranked = rankNaively(documents, 'agent_name', 'bytes');
  for (const options of [{}, { sliced: january }, { sharded: january }]) {
    const { answer, ways } = await askTop(documents, topAgents(25), options);
    t.strictSame(ways, ['few'], 'no sweep is needed');
    t.strictSame(withoutShares(answer), ranked.slice(0, 25));
    t.strictSame(answer.distinct, { value: 620, exact: true });
  }
});

t.test('records that all lack the dimension are totals without rows', async (t) => {
  const records = [at('2026-01-01T00:00:00Z', 5), at('2026-02-01T00:00:00Z', 6)];
  const { answer, ways } = await askTop(records, topAgents(10));
  t.strictSame(ways, ['few']);
  t.strictSame([answer.totals, answer.missing], [count(records), count(records)]);
  t.match(answer, { exact: true, distinct: { value: 0, exact: true } });
  t.strictSame(answer.rows, []);
});

t.test('range and filters hold for groups, totals and what is missing', async (t) => {
  const month = fc.constantFrom('2026-01', '2026-02', '2026-03');
  await fc.assert(
    fc.asyncProperty(documents, month, async (documents, to) => {
      const { answer, ways } = await askTop(documents, topAgents(10, { to, not: 'status=304' }));
      const some = documents.filter((document) => String(document['@timestamp']) < to && document.http_status !== 304); // biome-ignore format: one rule
      t.strictSame(ways, ['few']);
      t.strictSame(withoutShares(answer), rankNaively(some, 'agent_name', 'bytes'));
      t.strictSame(answer.totals, count(some));
      t.strictSame(
        answer.missing,
        count(some.filter(({ agent_name }) => agent_name === undefined)),
      );
      return t.passing();
    }),
    { seed, numRuns: 60 },
  );
});

const FIELD_OF = { ip: 'remote_ip', agent: 'agent_name', status: 'http_status' } as const;

t.test('totals are a naive count, whatever lacks a value and however it is cut', async (t) => {
  const asked = fc.record({
    documents,
    dimension: fc.constantFrom('ip', 'agent', 'status'),
    by: fc.constantFrom(...METRIC_NAMES),
    limit: fc.integer({ min: 1, max: 8 }),
    sliced: fc.subarray(['2026-01', '2026-02']),
    sharded: fc.subarray(['2026-02', '2026-03']),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ documents, dimension, by, limit, sliced, sharded }) => {
      const raw = { dimension, by, limit: String(limit) };
      const { answer, ways } = await askTop(documents, raw, { sliced, sharded });
      const field = FIELD_OF[dimension];
      const ranked = rankNaively(documents, field, by);
      t.strictSame(ways, ['few']);
      t.strictSame(withoutShares(answer), ranked.slice(0, limit));
      t.strictSame(answer.totals, count(documents));
      t.strictSame(answer.missing, count(documents.filter((each) => each[field] === undefined)));
      t.strictSame(answer.distinct, { value: ranked.length, exact: true });
      t.equal(answer.exact, true);
      return t.passing();
    }),
    { seed, numRuns: 150 },
  );
});

t.test('a record in two groups is not counted twice: the general way is taken', async (t) => {
  const twice = { ...at('2026-01-01T00:00:00Z', 50), agent_name: ['a', 'b'] };
  const port = new MemorySearch([twice, ...worldOf([[['a', 1]]])]);
  const answer = await askQuestion('top', { dimension: 'agent' }, port);
  t.match(answer, { totals: { bytes: 51, requests: 2 } });
  t.ok(waysOf(port).includes('list 100'));
});
