/**
 * Goal: the first N are the first N, whichever way they were found, and each way is taken where it
 * should be. The worlds mislead: what is first in an index is not what is first in all.
 */
import t from 'tap';
import { asIndexName } from '../../../src/core/brand.ts';
import { TamarinError } from '../../../src/core/error.ts';
import { askTopOfMany, named, namesOf } from '../ask-top.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { rankNaively, topAgents, worldOf } from '../naive.ts';
import { MANY, waysOf } from '../ways.ts';

const bytesOf = (rows: readonly { readonly name: string; readonly bytes: number }[]) =>
  rows.map(({ name, bytes }) => `${name} ${bytes}`);
const wanted = (documents: readonly Document[], limit: number) =>
  bytesOf(rankNaively(documents, 'agent_name', 'bytes').slice(0, limit));

/** 150 local giants hide 50 that are large in every index and first in all. */
const misleading = (tail: number): readonly Document[] =>
  worldOf(
    ['a', 'b', 'c'].map((letter) => [
      ...named(`giant-${letter}`, 150, (n) => 1_000 + n),
      ...named('everywhere', 50, (n) => 900 + n),
      ...named(`tail-${letter}`, tail, 1),
    ]),
  );

t.test('lists that are too short are asked again, four times as long', async (t) => {
  const documents = misleading(3_000);
  const { answer, ways } = await askTopOfMany(documents, topAgents(10));
  t.strictSame(bytesOf(answer.rows), wanted(documents, 10));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count'], 'proved, no sweep');
  t.match(answer, { exact: true, distinct: { value: 9_501, exact: false } }); // an estimate
});

t.test('what is proved tells the number of groups as an estimate, and says so', async (t) => {
  const documents = misleading(2_000);
  const { answer, ways } = await askTopOfMany(documents, topAgents(10));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 10));
  t.match(answer, { exact: true, distinct: { value: MANY, exact: false } });
  const few = await askTopOfMany(documents, topAgents(10), { estimateMin: 0 });
  t.strictSame(few.ways, ['few']);
  t.strictSame(bytesOf(few.answer.rows), wanted(documents, 10));
  t.match(few.answer, { exact: true, distinct: { value: 6_500, exact: true } });
});

t.test('complete lists need no proof, and tell how many groups there are', async (t) => {
  const documents = misleading(0);
  for (const limit of [1, 10, 50]) {
    const { answer, ways } = await askTopOfMany(documents, topAgents(limit));
    t.strictSame(bytesOf(answer.rows), wanted(documents, limit));
    const first = Math.max(100, 5 * limit);
    const longer = first > 200 ? [] : [`list ${4 * first}`, 'count'];
    t.strictSame(ways, [`list ${first}`, 'count', ...longer]);
    t.match(answer, { exact: true, distinct: { value: 500, exact: true } });
  }
});

t.test('a plain list of groups over the same records is wrong', async (t) => {
  const documents = misleading(2_000);
  const port = new MemorySearch(documents);
  const indices = ['2026-01', '2026-02', '2026-03'].map((month) =>
    asIndexName(`i-records-${month}`),
  );
  const { aggregations } = await port.search(await port.openPointInTime(indices), {
    size: 0,
    query: { match_all: {} },
    aggs: {
      groups: {
        terms: { field: 'agent_name', size: 10, order: { bytes: 'desc' } },
        aggs: { bytes: { sum: { field: 'bytes_sent' } } },
      },
    },
  });
  const { buckets } = (aggregations as unknown as { groups: { buckets: { key: string }[] } })
    .groups; // the answer to these aggs
  const merged = buckets.map(({ key }) => key);
  const right = rankNaively(documents, 'agent_name', 'bytes').slice(0, 10);
  t.equal(merged.length, 10);
  t.notOk(
    merged.some((name) => namesOf(right).includes(name)),
    'it names only giants of one index',
  );
});

t.test('values of the last row that others might reach prove nothing', async (t) => {
  // The 10th has 300; a group that no index listed could have 100 in each of three.
  const documents = worldOf(
    [0, 1, 2].map((month) => [
      ...named('first', 10, 100),
      ...named(`x${month}`, 89, 100),
      ...named('!tie', 1, 100),
      ...named('unlisted', 1, 100),
      ...named(`z${month}`, 60, 99),
    ]),
  );
  const { answer, ways } = await askTopOfMany(documents, topAgents(12));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 12));
  t.ok(namesOf(answer.rows).includes('unlisted00000'));
});

t.test('groups that are all equal are told apart by name, after a sweep', async (t) => {
  const documents = worldOf([0, 1, 2].map(() => named('same', 10_400, 7)));
  const { answer, ways } = await askTopOfMany(documents, topAgents(10));
  const lists = [100, 400, 1_600, 6_400, 10_000].flatMap((size) => [`list ${size}`, 'count']);
  t.strictSame(ways, [...lists, 'sweep 10000', 'sweep 60000', 'count']);
  t.strictSame(namesOf(answer.rows), namesOf(rankNaively(documents, 'agent_name', 'bytes').slice(0, 10))); // biome-ignore format: one comparison
  t.match(answer, { exact: true, distinct: { value: 10_400, exact: true } });
});

t.test('lists of many indices are proved and asked again as those of few are', async (t) => {
  const months = Array.from({ length: 15 }, (_, n) => [
    ...named(`giant-${n}-`, 150, (m) => 10_000 + m),
    ...named('everywhere', 50, (m) => 900 + m),
    ...named(`tail-${n}-`, 400, 1),
  ]);
  const documents = worldOf(months);
  const { answer, ways } = await askTopOfMany(documents, topAgents(60));
  t.strictSame(bytesOf(answer.rows), wanted(documents, 60));
  t.strictSame(ways, ['list 300', 'count'], 'proved at once');
  const short = await askTopOfMany(documents, topAgents(10));
  t.strictSame(bytesOf(short.answer.rows), wanted(documents, 10));
  t.strictSame(short.ways, ['list 100', 'count', 'list 400', 'count']);
});

t.test('more candidates than are worth counting: all groups are read', async (t) => {
  const documents = worldOf(Array.from({ length: 21 }, (_, n) => named(`m${n}-`, 9_600, (m) => m)));
  const { answer, ways } = await askTopOfMany(documents, topAgents(2_000));
  t.strictSame(ways.slice(0, 2), ['list 10000', 'sweep 10000'], 'no count');
  t.equal(answer.rows.length, 2_000);
  t.match(answer, { exact: true, distinct: { value: 201_600, exact: true } });
  const last = answer.rows.at(-1);
  t.strictSame([last?.name, last?.bytes], ['m12-09504', 9_504]);
});

t.test('an index in several slices is not trusted: all groups are read', async (t) => {
  // Each half lists its own first; what is second in both halves is first in all.
  const halves = [named('left', 300, 1_000), named('both', 20, 900), named('right', 300, 1_000), named('both', 20, 900)]; // biome-ignore format: the two halves
  const documents = worldOf([halves.flat()]);
  const whole = { sliced: ['2026-01'] };
  const { answer, ways } = await askTopOfMany(documents, topAgents(10), whole);
  t.strictSame(ways, ['sweep 10000', 'count']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 10));
  t.match(answer, { exact: true, distinct: { value: 620, exact: true } });
  const outside = await askTopOfMany(documents.concat(worldOf([[], [['later', 1]]])), topAgents(10, { from: '2026-02' }), whole); // biome-ignore format: one question
  t.strictSame(outside.ways, ['list 100', 'count'], 'an index out of range does not matter');
});

t.test('a server that gives fewer buckets than a list has: all groups are read', async (t) => {
  const documents = worldOf([0, 1, 2].map((month) => named(`m${month}-`, 3_000, (n) => n)));
  const { answer, ways } = await askTopOfMany(documents, topAgents(1_000), { bucketsMax: 2_900 });
  t.strictSame(ways.slice(0, 4), ['list 5000', 'sweep 10000', 'sweep 5000', 'sweep 2500']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 1_000));
  t.match(answer, { exact: true, distinct: { value: 9_000, exact: true } });
});

t.test('another failure of a list is no reason to try another way', async (t) => {
  const seen: string[] = [];
  const before = (_: unknown, port: MemorySearch) => {
    seen.splice(0, seen.length, ...waysOf(port));
    if (seen.length > 0) throw new TamarinError('question_timed_out', 'slow');
  };
  const asked = askTopOfMany(misleading(0), topAgents(10), { before });
  await t.rejects(asked, { code: 'question_timed_out' });
  t.strictSame(seen, ['list 100']);
});

// biome-ignore format: a table, one row a world
const EDGES: readonly (readonly [string, readonly Document[]])[] = [
  ['one group', worldOf([[['only', 5]], [['only', 6]]])],
  ['fewer groups than rows', worldOf([named('g', 3, 1), named('g', 5, 2)])],
  ['groups of nothing', worldOf([named('g', 700, 0), named('h', 700, 0)])],
  ['exactly as many as a list is long', worldOf([named('g', 100, (n) => n), named('g', 100, 1)])],
  ['a tail of ties', worldOf([named('g', 1_500, (n) => n % 3), named('g', 900, (n) => n % 2)])],
];

for (const [name, documents] of EDGES) {
  for (const limit of [1, 10, 100, 1_000]) {
    t.test(`${name}, the first ${limit}`, async (t) => {
      for (const estimateMin of [MANY, 0]) {
        const { answer, ways } = await askTopOfMany(documents, topAgents(limit), { estimateMin });
        t.equal(ways[0], estimateMin === 0 ? 'few' : `list ${Math.max(100, 5 * limit)}`);
        t.strictSame(bytesOf(answer.rows), wanted(documents, limit));
        t.equal(answer.exact, true);
      }
    });
  }
}
