/**
 * Goal: streamed records and whole rankings are all that OpenSearch holds, each once and in order, over
 * several pages and over indices that are not as we make them.
 */
import t, { type Test } from 'tap';
import { streamRows } from '../questions/stream-rows.ts';
import { readAll, request, testPrefix } from '../support/opensearch.ts';
import { connectPorts } from '../support/search-ports.ts';
import { copyIntoAnotherIndex, planTapes } from '../support/search-worlds.ts';
import { shipLines } from '../support/ship-lines.ts';

/** More than a page. */
const TAPES = 2_300;
const COPIED = 60;

const prefix = testPrefix(t);
const connected = await connectPorts(t);
const port = () => connected(prefix, { timeoutMs: 60_000 });

type Source = Readonly<Record<string, unknown>>;

/** The greatest first; records without it stand last. */
const RANKS: Readonly<Record<string, (source: Source) => number>> = {
  newest: (source) => Date.parse(String(source['@timestamp'])),
  oldest: (source) => -Date.parse(String(source['@timestamp'])),
  bytes: ({ bytes_sent: bytes }) => Number(bytes ?? -1),
  'turn-around': ({ turn_around_time: ms }) => Number(ms ?? -1),
};

async function checkRecords(t: Test, stored: readonly Source[]): Promise<void> {
  for (const [sort, rank] of Object.entries(RANKS)) {
    const { rows, head } = await streamRows('records', { sort, limit: 'all' }, port()); // one order after the other
    t.ok(head.exact, sort);
    const ids = (some: readonly Source[]) => some.map((each) => `${each.request_id} ${each.log_line}`).sort(); // biome-ignore format: one rule
    t.strictSame(ids(rows), ids(stored), `${sort}: all of them, each once`);
    t.strictSame(rows.map(rank), stored.map(rank).sort((a, b) => b - a), `${sort}: in order`); // biome-ignore format: one comparison
  }
}

async function checkRanking(t: Test, stored: readonly Source[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const { key } of stored) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
  const { rows } = await streamRows(
    'top',
    { dimension: 'key', by: 'requests', limit: 'all' },
    port(),
  );
  t.equal(rows.length, counts.size);
  for (const { name, requests } of rows) t.equal(requests, counts.get(String(name)), String(name));
  const names = rows.map(({ name }) => Buffer.from(String(name)));
  t.strictSame(names, names.toSorted(Buffer.compare), 'by name');
}

const readStored = async (): Promise<readonly Source[]> =>
  (await readAll(`${prefix}-records-*`)).map(({ _source }) => _source);

t.test('of indices as we make them', async (t) => {
  await shipLines(t, prefix, planTapes('all', TAPES));
  await copyIntoAnotherIndex(prefix, COPIED);
  const stored = await readStored();
  t.equal(stored.length, TAPES + COPIED);
  await t.test('records', (t) => checkRecords(t, stored));
  await t.test('a whole ranking', (t) => checkRanking(t, stored));
});

t.test('beside one with several shards', async (t) => {
  const index = `/${prefix}-records-2026-06`;
  await request('PUT', index, { settings: { number_of_shards: 3 } });
  for (const [n, source] of (await readStored()).slice(0, COPIED).entries())
    await request('PUT', `${index}/_doc/shard-${n}`, { ...source, request_id: `SHARD${n}`, key: `shards/${n}.mp3` }); // biome-ignore format: some dozen, one after the other
  await request('POST', `${index}/_refresh`);
  const stored = await readStored();
  t.equal(stored.length, TAPES + 2 * COPIED);
  await t.test('records', (t) => checkRecords(t, stored));
  await t.test('a whole ranking', (t) => checkRanking(t, stored));
});
