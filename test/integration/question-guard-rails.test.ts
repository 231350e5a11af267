/**
 * Goal: whatever a cluster does to a question, the answer is exact, says why it is not, or is a clear
 * error. On an OpenSearch of its own, because most of it is done by settings of the cluster.
 */
import t, { type Test } from 'tap';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { CompareAnswer } from '../../src/questions/compare/answer.ts';
import type { SearchPort } from '../../src/questions/count/search-port.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { ownEngine } from '../support/own-engine.ts';
import { addRecords, makeIndex, type StoredRecord } from '../support/record-indices.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const engine = await ownEngine(t);
const server = await connect({
  url: engine.url,
  username: null,
  password: null,
  caFile: null,
});
t.teardown(() => server.client.close());

const CLIENTS = 40;
const MONTHS = ['2026-01', '2026-02', '2026-03'];

/** Each client in each month; the first one has the most bytes in all, and never in one month. */
const RECORDS: readonly StoredRecord[] = MONTHS.flatMap((month, monthAt) =>
  Array.from({ length: CLIENTS }, (_, client) => ({
    '@timestamp': `${month}-10T00:00:00Z`,
    bucket: 'media',
    operation: 'REST.GET.OBJECT',
    http_status: 200,
    remote_ip: `192.0.2.${client}`,
    bytes_sent: client === 0 ? 90 : client % MONTHS.length === monthAt ? 100 + client : 1,
  })),
);
/** Counted by hand: 90 three times; 100 + n once and 1 twice. */
const TOP_BYTES = [270, 141, 140];
const ALL_BYTES = RECORDS.reduce((sum, { bytes_sent }) => sum + Number(bytes_sent), 0);

/** More clients than are asked for at once, with one record and twice their number of bytes each. */
const CROWD = 9_600;
const CROWD_RECORDS: readonly StoredRecord[] = Array.from({ length: CROWD }, (_, at) => ({
  '@timestamp': `${MONTHS[at % MONTHS.length]}-11T00:00:00Z`,
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  remote_ip: `10.0.${at >> 8}.${at & 255}`,
  bytes_sent: 2 * at,
}));
/** Of the last three: twice their number. */
const CROWD_TOP = [9_599, 9_598, 9_597].map((client) => 2 * client);

async function fill(
  t: Test,
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  records = RECORDS,
): Promise<string> {
  const prefix = `t${Math.random().toString(36).slice(2)}`;
  t.teardown(() => engine.request('DELETE', `/${prefix}-*?expand_wildcards=all`));
  for (const month of MONTHS)
    await makeIndex(engine.request, `${prefix}-records-${month}`, settings[month]); // three
  await addRecords(engine.request, prefix, records);
  return prefix;
}

/** Filled once; for tests that change nothing. */
const plain = fill(t);
const crowd = fill(t, {}, CROWD_RECORDS);

const portOf = (prefix: string, timeoutMs = 20_000) =>
  makeSearchPort(server, `${prefix}-records-*`, { timeoutMs });

const ask = (name: string, prefix: string, raw: RawParameters = {}, port = portOf(prefix)) =>
  askQuestion(name, { dimension: 'ip', ...raw }, port);

async function checkExact(t: Test, prefix: string): Promise<void> {
  const top = (await ask('top', prefix, { limit: '3' })) as TopAnswer; // the answer to top
  t.strictSame(
    top.rows.map(({ bytes }) => bytes),
    TOP_BYTES,
  );
  t.match(top, {
    totals: { bytes: ALL_BYTES },
    distinct: { value: CLIENTS, exact: true },
    exact: true,
  });
  const compared = (await ask('compare', prefix)) as CompareAnswer; // the answer to compare
  t.match(compared, { population: { count: CLIENTS, total: ALL_BYTES, max: 270 }, exact: true });
}

/** Whether a crowd is counted right, and whether all its groups were read for that. */
async function checkCrowd(
  t: Test,
  prefix: string,
  { isSwept }: { readonly isSwept: boolean },
): Promise<void> {
  const port = portOf(prefix);
  let sweeps = 0;
  const watched: SearchPort = {
    ...port,
    search: (pointInTime, body) => {
      if (JSON.stringify(body).includes('"composite"')) sweeps += 1;
      return port.search(pointInTime, body);
    },
  };
  const raw = { dimension: 'ip', limit: '3' };
  const { rows, exact } = (await askQuestion('top', raw, watched)) as TopAnswer; // the answer to top
  t.strictSame(
    rows.map(({ bytes }) => bytes),
    CROWD_TOP,
  );
  t.ok(exact);
  t.equal(sweeps > 0, isSwept, isSwept ? 'all groups were read' : 'the first were proved');
}

t.test('indices as Tamarin makes them are exact', async (t) => {
  await checkExact(t, await plain);
  await checkCrowd(t, await crowd, { isSwept: false });
});

t.test('an index of three shards is asked in full, and the answer stays exact', async (t) => {
  const settings = { '2026-02': { number_of_shards: 3 } };
  await checkExact(t, await fill(t, settings));
  await checkCrowd(t, await fill(t, settings, CROWD_RECORDS), { isSwept: true });
});

t.test('an index that is searched in slices too, on a cluster that forces four', async (t) => {
  await engine.putSettings({
    'search.concurrent_segment_search.mode': 'all',
    'search.concurrent.max_slice_count': 4,
  });
  const settings = { '2026-02': { 'search.concurrent_segment_search.mode': 'all' } };
  await checkExact(t, await fill(t, settings));
  await checkCrowd(t, await fill(t, settings, CROWD_RECORDS), { isSwept: true });
  await checkCrowd(t, await crowd, { isSwept: false });
  await engine.putSettings({
    'search.concurrent_segment_search.mode': null,
    'search.concurrent.max_slice_count': null,
  });
});

t.test(
  'a server that gives few buckets makes the pages small, and changes no number',
  async (t) => {
    const prefix = await plain;
    await engine.putSettings({ 'search.max_buckets': 30 });
    const refused = ask('top', prefix, { limit: '3', by: 'downloads' });
    await t.rejects(refused, { code: 'question_too_large', hint: /--from.*search\.max_buckets/ });
    await engine.putSettings({ 'search.max_buckets': 1_000 });
    await checkCrowd(t, await crowd, { isSwept: true });
    await engine.putSettings({ 'search.max_buckets': null });
  },
);

t.test('a closed month is named, and what the others hold is counted', async (t) => {
  const prefix = await fill(t);
  const closed = `${prefix}-records-2026-02`;
  await engine.request('POST', `/${closed}/_close`);
  for (const name of ['top', 'compare']) {
    const answer = await ask(name, prefix);
    t.match(answer, { exact: false, inexactBecause: new RegExp(`^${closed} is closed`) }, name);
  }
  const outside = await ask('top', prefix, { from: '2026-03-01' });
  t.match(outside, { exact: true, totals: { requests: CLIENTS } }, 'a range without it is exact');
  const { stdout } = await runTamarin(['top', 'ip', '--index-prefix', prefix], {
    OPENSEARCH_URL: engine.url,
  });
  t.match(stdout, `NOT exact: ${closed} is closed and its records are left out.`);

  for (const month of ['2026-01', '2026-03'])
    await engine.request('POST', `/${prefix}-records-${month}/_close`); // two
  await t.rejects(ask('top', prefix), { code: 'index_closed', hint: /POST .*_open/ });
});

t.test('a shard that is on no node is an error, not a smaller number', async (t) => {
  const prefix = await fill(t);
  await engine.request('PUT', `/${prefix}-records-2026-04?wait_for_active_shards=0&timeout=1s`, {
    settings: { 'index.routing.allocation.require.nowhere': 'yes' },
  });
  // A refresh waits half a minute for such a shard, and nothing was shipped that it could show.
  const port: SearchPort = { ...portOf(prefix), refresh: async () => true };
  const lost = { code: 'index_unavailable', hint: /allocation\/explain/ };
  await t.rejects(ask('top', prefix, {}, port), lost);
  const { exact } = (await ask('top', prefix, { to: '2026-04-01' }, port)) as TopAnswer; // the answer to top
  t.ok(exact, 'a range without it can be asked');
});

t.test('a tripped circuit breaker is an error with a way out', async (t) => {
  const prefix = await plain;
  await engine.putSettings({ 'indices.breaker.request.limit': '1b' });
  await t.rejects(ask('compare', prefix), { code: 'opensearch_overloaded', hint: /larger heap/ });
  await engine.putSettings({ 'indices.breaker.request.limit': null });
});

t.test('a search that the server cancels for its time is an error', async (t) => {
  const prefix = await crowd;
  const port = portOf(prefix);
  const index = [`${prefix}-records-2026-01`] as unknown as Parameters<
    typeof port.openPointInTime
  >[0]; // an index that was just made
  const pointInTime = await port.openPointInTime(index);
  await engine.putSettings({ 'search.cancel_after_time_interval': '200ms' });
  // Of 2,048 records at least, after which OpenSearch looks at its clock.
  const endless = 'long x = 0; for (int i = 0; i < 200000; i++) { x += i % 7; } return x >= 0;';
  const query = { script: { script: endless } };
  await t.rejects(port.search(pointInTime, { query }), {
    code: 'question_timed_out',
    hint: /TAMARIN_QUESTION_TIMEOUT/,
  });
  await engine.putSettings({ 'search.cancel_after_time_interval': null });
  await port.closePointInTime(pointInTime);
});

t.test('too many open points in time are an error that says how many are allowed', async (t) => {
  const prefix = await plain;
  await engine.putSettings({ 'search.max_open_pit_context': 2 });
  await t.rejects(ask('top', prefix), {
    code: 'question_too_large',
    message: /less than or equal to: \[2\]/,
    hint: /search\.max_open_pit_context/,
  });
  await engine.putSettings({ 'search.max_open_pit_context': null });
});

t.test('a cluster that forbids expensive queries says so to a search', async (t) => {
  const prefix = await plain;
  await engine.putSettings({ 'search.allow_expensive_queries': false });
  await t.rejects(askQuestion('search', { text: 'bot' }, portOf(prefix)), {
    code: 'question_failed',
    hint: /allow_expensive_queries/,
  });
  t.match(await ask('top', prefix), { exact: true }, 'counting needs none');
  await engine.putSettings({ 'search.allow_expensive_queries': null });
});

t.test('no point in time is left open, whatever became of the question', async (t) => {
  const prefix = await plain;
  await ask('top', prefix);
  await ask('timeline', prefix, { dimension: undefined });
  await ask('client', prefix, { dimension: undefined, client: '192.0.2.7' });
  await t.rejects(ask('client', prefix, { dimension: undefined, client: 'nobody' }));
  const { body } = await engine.request('GET', '/_search/point_in_time/_all');
  t.strictSame((body as { readonly pits: readonly unknown[] }).pits, []); // the shape of this answer
});
