/** Goal: the memory that stands for OpenSearch is wrong where OpenSearch is wrong, and only there. */
import t from 'tap';
import { asIndexName } from '../../src/core/brand.ts';
import { type MemoryOptions, MemorySearch } from './memory-search.ts';
import { findsPhrase, readRegexp, readWildcard, wordsOf } from './memory-text.ts';
import type { Document } from './memory-values.ts';
import { at, worldOf } from './naive.ts';

async function aggregate(
  documents: readonly Document[],
  aggs: unknown,
  options: MemoryOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const port = new MemorySearch(documents, options);
  const names = (await port.recordIndices()).map(({ name }) => name);
  const pointInTime = await port.openPointInTime(names);
  const body = { size: 0, query: { match_all: {} }, aggs };
  return (await port.search(pointInTime, body)).aggregations ?? {};
}

const terms = (more: object) => ({
  groups: {
    terms: { field: 'agent_name', order: { bytes: 'desc' }, ...more },
    aggs: { bytes: { sum: { field: 'bytes_sent' } } },
  },
});

const rowsOf = (answer: Readonly<Record<string, unknown>>) => {
  const { buckets } = answer.groups as { buckets: { key: string; bytes: { value: number } }[] }; // the answer to terms
  return buckets.map(({ key, bytes }) => `${key} ${bytes.value}`);
};

// biome-ignore format: two months
const WORLD = worldOf([
  [['a', 10], ['both', 9], ['b', 1]],
  [['c', 10], ['both', 9], ['a', 1]],
]);

t.test('a list merged over indices lacks what each of them left out', async (t) => {
  t.strictSame(rowsOf(await aggregate(WORLD, terms({ size: 1, shard_size: 1 }))), ['a 10']);
  t.strictSame(rowsOf(await aggregate(WORLD, terms({ size: 3, shard_size: 1 }))), ['both 18', 'a 11', 'c 10']); // biome-ignore format: one list
  t.strictSame(rowsOf(await aggregate(WORLD, terms({ size: 2, shard_size: 2 }))), ['both 18', 'a 10']); // biome-ignore format: one list
  t.strictSame(rowsOf(await aggregate(WORLD, terms({ size: 9, shard_size: 9 }))), ['both 18', 'a 11', 'c 10', 'b 1']); // biome-ignore format: one list
});

t.test('apart by index, each list is that of its index', async (t) => {
  const aggs = { indices: { terms: { field: '_index', size: 2 }, aggs: terms({ size: 1, shard_size: 1 }) } }; // biome-ignore format: one body
  const { indices } = (await aggregate(WORLD, aggs)) as { indices?: { buckets: Record<string, unknown>[] } }; // biome-ignore format: the answer to these aggs
  t.strictSame(indices?.buckets.map((bucket) => [bucket.key, ...rowsOf(bucket)]), [['i-records-2026-01', 'a 10'], ['i-records-2026-02', 'c 10']]); // biome-ignore format: two lists
});

t.test('the slices of one index are merged as wrongly', async (t) => {
  const one = worldOf([[['a', 10], ['both', 9], ['c', 10], ['both', 9]]]); // biome-ignore format: one month
  const list = terms({ size: 1, shard_size: 1 });
  t.strictSame(rowsOf(await aggregate(one, list)), ['both 18']);
  t.strictSame(rowsOf(await aggregate(one, list, { sliced: ['2026-01'] })), ['a 10']);
  t.strictSame(rowsOf(await aggregate(one, list, { sharded: ['2026-01'] })), ['a 10']);
  const all = terms({ size: 3, shard_size: 3 });
  for (const options of [{}, { sliced: ['2026-01'] }, { sharded: ['2026-01'] }]) {
    t.strictSame(rowsOf(await aggregate(one, all, options)), ['both 18', 'a 10', 'c 10']);
    const [facts] = await new MemorySearch(one, options).recordIndices();
    t.equal(facts?.ranksExactly, Object.keys(options).length === 0);
  }
});

t.test('pages are cut by key, and complete on any number of indices', async (t) => {
  // biome-ignore format: one body
  const page = (after?: string) => ({
    groups: {
      composite: { size: 2, sources: [{ name: { terms: { field: 'agent_name' } } }], ...(after === undefined ? {} : { after: { name: after } }) },
      aggs: { bytes: { sum: { field: 'bytes_sent' } } },
    },
  });
  const read = async (after?: string) => {
    const { groups } = (await aggregate(WORLD, page(after))) as unknown as { groups: { buckets: { key: { name: string }; bytes: { value: number } }[]; after_key?: unknown } }; // biome-ignore format: the answer to a page
    return [groups.buckets.map(({ key, bytes }) => `${key.name} ${bytes.value}`), groups.after_key];
  };
  t.strictSame(await read(), [['a 11', 'b 1'], { name: 'b' }]);
  t.strictSame(await read('b'), [['both 18', 'c 10'], { name: 'c' }]);
  t.strictSame(await read('c'), [[], undefined]);
});

t.test('too many buckets are an error, those of filters count too', async (t) => {
  const aggs = terms({ size: 4, shard_size: 4 });
  t.ok(await aggregate(WORLD, aggs, { bucketsMax: 4 }));
  await t.rejects(aggregate(WORLD, aggs, { bucketsMax: 3 }), { code: 'question_too_large' });
  const filter = { filter: { filter: { match_all: {} } } };
  await t.rejects(aggregate(WORLD, filter, { bucketsMax: 0 }), { code: 'question_too_large' });
});

t.test('a point in time sees what was there when it was opened', async (t) => {
  const port = new MemorySearch(WORLD);
  const pointInTime = await port.openPointInTime([asIndexName('i-records-2026-01')]);
  port.add([at('2026-01-20T00:00:00Z', 1)]);
  const body = { size: 9, track_total_hits: true, query: { match_all: {} } };
  t.equal((await port.search(pointInTime, body)).hits?.total?.value, 3);
  const later = await port.openPointInTime([asIndexName('i-records-2026-01')]);
  t.equal((await port.search(later, body)).hits?.total?.value, 4);
  await port.closePointInTime(later);
  await t.rejects(port.search(later, body), { code: 'cursor_expired' });
});

t.test('all that match are counted beside aggregations, if that is asked for', async (t) => {
  const port = new MemorySearch(WORLD);
  const pointInTime = await port.openPointInTime([asIndexName('i-records-2026-02')]);
  const query = { terms: { agent_name: ['a', 'b', 'c'] } };
  const aggs = { bytes: { sum: { field: 'bytes_sent' } } };
  const ask = (more: object) => port.search(pointInTime, { size: 0, query, ...more });
  const aggregations = { bytes: { value: 11 } };
  t.strictSame(await ask({ aggs, track_total_hits: true }), { hits: { total: { value: 2 }, hits: [] }, aggregations }); // biome-ignore format: one comparison
  t.strictSame(await ask({ aggs, track_total_hits: false }), { hits: { hits: [] }, aggregations });
  t.strictSame(await ask({ aggs: {}, track_total_hits: true }), { hits: { total: { value: 2 }, hits: [] } }); // biome-ignore format: one comparison
});

t.test('an estimate is never the true number, and as wrong as is wanted', async (t) => {
  const aggs = { distinct: { cardinality: { field: 'agent_name' } } };
  const estimate = async (options: MemoryOptions) =>
    (await aggregate(WORLD, aggs, options)).distinct;
  t.strictSame(await estimate({}), { value: 5 });
  t.strictSame(await estimate({ estimateMin: 4 }), { value: 5 });
  t.strictSame(await estimate({ estimateMin: 9_001 }), { value: 9_001 });
  t.strictSame(await estimate({ estimateMax: 3 }), { value: 3 });
});

t.test('a query or aggregation that is not known is an error, never no hit', async (t) => {
  await t.rejects(
    aggregate(WORLD, { x: { stats: { field: 'bytes_sent' } } }),
    /no such aggregation/,
  );
  const port = new MemorySearch(WORLD);
  const pointInTime = await port.openPointInTime([asIndexName('i-records-2026-01')]);
  for (const query of [
    { query_string: { query: 'a' } },
    { more_like_this: { key: { like: 'a' } } },
  ])
    await t.rejects(port.search(pointInTime, { size: 1, query }), /no such query|has no words/);
});

t.test('words are those of the analyzer', async (t) => {
  t.strictSame(wordsOf('Mozilla/5.0 (X11; é_Café)'), ['mozilla', '5', '0', 'x11', 'e', 'cafe']);
  t.strictSame(wordsOf('Cafe\u0301'), ['cafe\u0301'], 'a mark of its own stays');
  t.ok(findsPhrase('b c')('a B-c d'));
  t.notOk(findsPhrase('b d')('a b c d'));
  t.notOk(findsPhrase('://')('://'), 'no word is no match');
});

t.test('patterns are read as Lucene reads them', async (t) => {
  t.ok(readWildcard('*a?c*', true)('xABCx'));
  t.notOk(readWildcard('a', true)('ab'), 'as a whole');
  t.notOk(readWildcard('\\*', false)('x'));
  t.notOk(readWildcard('*a*', false)('A'));
  t.ok(readRegexp('.*\\.é.*', true)('x.Éy'));
  t.throws(() => readRegexp('a', true), /as a whole/);
  for (const pattern of ['.*a.b.*', '.*a|b.*', '.*".*', '.*[a].*'])
    t.throws(() => readRegexp(pattern, true), /operator/, pattern);
  t.throws(() => readRegexp('.*\\d.*', true), /class/);
});
