/**
 * Goal: the first N are the first N, whichever way they were found, and each way is taken where it
 * should be. The worlds mislead: what is first in an index is not what is first in all.
 */
import fc from 'fast-check';
import t from 'tap';
import { asIndexName } from '../../src/core/brand.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { RawParameters } from '../../src/questions/read-filters.ts';
import type { TopAnswer } from '../../src/questions/top.ts';
import { takeSeed } from '../house/seed.ts';
import { type MemoryOptions, MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { KEY_OF, METRIC_NAMES, rankNaively, topAgents, worldOf } from './naive.ts';
import { waysOf } from './ways.ts';

const seed = takeSeed(t);

interface Asked {
  readonly answer: TopAnswer;
  readonly ways: readonly string[];
  readonly port: MemorySearch;
}

async function ask(
  documents: readonly Document[],
  raw: RawParameters,
  options: MemoryOptions = {},
): Promise<Asked> {
  const port = new MemorySearch(documents, options);
  const answer = await askQuestion('top', raw, port);
  if (answer.question !== 'top') throw new Error(answer.question);
  return { answer, ways: waysOf(port), port };
}

const namesOf = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);
const bytesOf = (rows: readonly { readonly name: string; readonly bytes: number }[]) =>
  rows.map(({ name, bytes }) => `${name} ${bytes}`);
const wanted = (documents: readonly Document[], limit: number) =>
  bytesOf(rankNaively(documents, 'agent_name', 'bytes').slice(0, limit));

const named = (prefix: string, count: number, bytes: number | ((n: number) => number)) =>
  Array.from({ length: count }, (_, n): readonly [string, number] => [
    `${prefix}${String(n).padStart(5, '0')}`,
    typeof bytes === 'number' ? bytes : bytes(n),
  ]);

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
  const { answer, ways } = await ask(documents, topAgents(10));
  t.strictSame(bytesOf(answer.rows), wanted(documents, 10));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count'], 'proved, no sweep');
  t.match(answer, { exact: true, distinct: { value: 9_501, exact: false } }); // an estimate
});

t.test('where groups are few, their number is counted after the proof', async (t) => {
  const { answer, ways } = await ask(misleading(2_000), topAgents(10));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count', 'sweep 10000']);
  t.match(answer, { exact: true, distinct: { value: 6_500, exact: true } });
});

t.test('complete lists need no proof, and tell how many groups there are', async (t) => {
  const documents = misleading(0);
  for (const limit of [1, 10, 50]) {
    const { answer, ways } = await ask(documents, topAgents(limit));
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
  const { answer, ways } = await ask(documents, topAgents(12));
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'count']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 12));
  t.ok(namesOf(answer.rows).includes('unlisted00000'));
});

t.test('groups that are all equal are told apart by name, after a sweep', async (t) => {
  const documents = worldOf([0, 1, 2].map(() => named('same', 10_400, 7)));
  const { answer, ways } = await ask(documents, topAgents(10));
  const lists = [100, 400, 1_600, 6_400, 10_000].flatMap((size) => [`list ${size}`, 'count']);
  t.strictSame(ways, [...lists, 'sweep 10000', 'sweep 60000', 'count']);
  t.strictSame(namesOf(answer.rows), namesOf(rankNaively(documents, 'agent_name', 'bytes').slice(0, 10))); // biome-ignore format: one comparison
  t.match(answer, { exact: true, distinct: { value: 10_400, exact: true } });
});

t.test('lists are asked of a few indices at a time, each of its own', async (t) => {
  const documents = worldOf(Array.from({ length: 8 }, (_, n) => named('g', 5 + n, (m) => m)));
  const bodies = async (by: string) => {
    const { port, answer } = await ask(documents, topAgents(2_000, { by }));
    t.strictSame(
      namesOf(answer.rows),
      namesOf(rankNaively(documents, 'agent_name', by === 'bytes' ? 'bytes' : 'downloads')),
    );
    t.match(answer, { distinct: { value: 12, exact: true }, exact: true });
    return port.bodies.filter((body) => JSON.stringify(body).includes('"_index"'));
  };
  const months = (numbers: readonly number[]) => numbers.map((n) => `i-records-2026-0${n}`);
  const queryOf = (numbers: readonly number[]) => ({
    bool: { filter: [{ terms: { _index: months(numbers) } }] },
  });
  const six = await bodies('bytes'); // 6 × 10,000 buckets are below 65,535
  t.strictSame(
    six.map(({ query }) => query),
    [[1, 2, 3, 4, 5, 6], [7, 8]].map(queryOf), // biome-ignore format: two rows
  );
  const three = await bodies('downloads'); // two buckets each
  t.strictSame(
    three.map(({ query }) => query),
    [[1, 2, 3], [4, 5, 6], [7, 8]].map(queryOf), // biome-ignore format: three rows
  );
});

t.test('more candidates than are worth counting: all groups are read', async (t) => {
  const documents = worldOf(Array.from({ length: 21 }, (_, n) => named(`m${n}-`, 9_600, (m) => m)));
  const { answer, ways } = await ask(documents, topAgents(2_000));
  t.strictSame(ways.slice(0, 5), ['list 10000', 'list 10000', 'list 10000', 'list 10000', 'sweep 10000']); // biome-ignore format: one list
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
  const { answer, ways } = await ask(documents, topAgents(10), whole);
  t.strictSame(ways, ['sweep 10000', 'count']);
  t.strictSame(bytesOf(answer.rows), wanted(documents, 10));
  t.match(answer, { exact: true, distinct: { value: 620, exact: true } });
  const outside = await ask(documents.concat(worldOf([[], [['later', 1]]])), topAgents(10, { from: '2026-02' }), whole); // biome-ignore format: one question
  t.strictSame(outside.ways, ['list 100', 'count'], 'an index out of range does not matter');
});

t.test('a server that gives fewer buckets than a list has: all groups are read', async (t) => {
  const documents = worldOf([0, 1, 2].map((month) => named(`m${month}-`, 3_000, (n) => n)));
  const { answer, ways } = await ask(documents, topAgents(1_000), { bucketsMax: 4_000 });
  t.equal(ways[0], 'list 5000');
  t.ok(ways.some((way) => way.startsWith('sweep')));
  t.strictSame(bytesOf(answer.rows), wanted(documents, 1_000));
  t.match(answer, { exact: true, distinct: { value: 9_000, exact: true } });
});

t.test('another failure of a list is no reason to try another way', async (t) => {
  const before = () => {
    throw new Error('broken');
  };
  await t.rejects(ask(misleading(0), topAgents(10), { before }), /broken/);
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
      const { answer } = await ask(documents, topAgents(limit));
      t.strictSame(bytesOf(answer.rows), wanted(documents, limit));
      t.equal(answer.exact, true);
    });
  }
}

/** Values from few to many, names shared by the months or not, by a small generator of numbers. */
const world = fc
  .record({
    start: fc.nat(),
    months: fc.integer({ min: 1, max: 4 }),
    names: fc.integer({ min: 1, max: 1_200 }),
    most: fc.constantFrom(1, 3, 50, 1_000_000),
    part: fc.constantFrom(0.2, 0.6, 1),
  })
  .map(({ start, months, names, most, part }) => {
    let state = start % 2_147_483_647;
    const random = (): number => {
      state = (state * 48_271 + 11) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return worldOf(
      Array.from({ length: months }, () =>
        Array.from({ length: names }, (_, n): readonly [string, number] => [
          `${'\ud83d\ude00'.repeat(n % 2)}g${n}`,
          Math.floor(random() ** 3 * most),
        ]).filter(() => random() < part),
      ),
    ).map((document, n): Document => ({ ...document, http_status: n % 3 === 0 ? 404 : 200, download_ppm: n % 7 })); // biome-ignore format: one rule
  })
  .filter((documents) => documents.length > 0);

t.test('the first N of any world are those of a full count', async (t) => {
  const taken = new Set<string>();
  const [limit, metric] = [fc.constantFrom(1, 10, 25, 100), fc.constantFrom(...METRIC_NAMES)];
  const bucketsMax = fc.constantFrom(65_535, 65_535, 700);
  await fc.assert(
    fc.asyncProperty(world, limit, metric, bucketsMax, async (documents, limit, by, bucketsMax) => {
      const { answer, ways } = await ask(documents, topAgents(limit, { by }), { bucketsMax });
      for (const way of ways) taken.add(way);
      const ranked = rankNaively(documents, 'agent_name', by);
      const { distinct, rows } = answer;
      t.strictSame(
        rows.map((row) => `${row.name} ${row[KEY_OF[by]]}`),
        ranked.slice(0, limit).map((row) => `${row.name} ${row[KEY_OF[by]]}`),
      );
      return t.passing() && (!distinct.exact || distinct.value === ranked.length);
    }),
    { seed, numRuns: 60 },
  );
  for (const way of ['list 100', 'list 400', 'count']) t.ok(taken.has(way), `${way} was taken`);
  t.ok([...taken].some((way) => way.startsWith('sweep')));
});
