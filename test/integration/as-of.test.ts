/**
 * Goal: no answer is taken for whole while a sync runs or after one was killed, and a question sees
 * all that was acknowledged before it was asked.
 */
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { AsOf } from '../../src/questions/reach/as-of.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { request, testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { type Exchange, startProxy } from '../support/opensearch-proxy.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';

const key = readAnswerKey();
const server = await connect({
  url: testEngineUrl(),
  username: null,
  password: null,
  caFile: null,
});
t.teardown(() => server.client.close());

type Document = Readonly<Record<string, unknown>>;

/** A prefix with three records and the indices of a sync. */
async function world(t: Test): Promise<string> {
  const prefix = testPrefix(t);
  await runTamarin(['setup', '--index-prefix', prefix]);
  for (const name of ['syncs', 'ledger', 'quarantine']) await request('PUT', `/${prefix}-${name}`); // three
  await makeIndex(request, `${prefix}-records-2026-02`);
  const days = ['01', '10', '23'];
  await addRecords(
    request,
    prefix,
    days.map((day) => ({ '@timestamp': `2026-02-${day}T23:59:00Z`, bytes_sent: 1 })),
  );
  return prefix;
}

async function put(prefix: string, index: string, ...documents: readonly Document[]) {
  for (const document of documents) {
    const answer = await request('POST', `/${prefix}-${index}/_doc?refresh=true`, document); // a few
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  }
}

const SOURCE = { source: 's3://logs/', source_id: 's3:Amazon S3/logs/' };
const OBJECT = {
  log_key: 'a',
  physical_id: 's3:Amazon S3/logs/a',
  state: 'done',
  last_modified: '2026-02-10T00:00:00.000Z',
};
const COMPLETE = {
  ...SOURCE,
  listing: 'whole',
  state: 'done',
  started_at: '2026-02-24T00:07:30.000Z',
  finished_at: '2026-02-24T00:09:00.000Z',
};

async function asOf(prefix: string, range: { from?: string; to?: string } = {}): Promise<AsOf> {
  const now = () => Date.parse('2026-02-25T00:00:00Z');
  const port = makeSearchPort(server, `${prefix}-records-*`, { timeoutMs: 30_000, now });
  return (await askQuestion('top', { dimension: 'bucket', ...range }, port)).asOf;
}

t.test('what a complete sync says', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  const objects = { listed: 0, skipped: 0, done: 0, failed: 0, notALog: 0, archived: 0, gone: 0, growing: 0 }; // biome-ignore format: one line
  const sync = {
    source: 's3://logs/',
    state: 'done',
    startedAt: COMPLETE.started_at,
    finishedAt: COMPLETE.finished_at,
    listingEnded: true,
    objects,
  };
  t.strictSame(await asOf(prefix), {
    complete: true,
    because: null,
    deliveredUntil: COMPLETE.started_at,
    newestRecord: '2026-02-23T23:59:00.000Z',
    lastSync: sync,
    sources: [{ ...sync, deliveredUntil: COMPLETE.started_at, failed: 0 }],
    failed: 0,
    rejected: 0,
    unseenSeconds: 0,
  });
});

t.test('which syncs make a source complete, and which do not', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'ledger', OBJECT);
  const until = async (from?: string) =>
    (await asOf(prefix, from === undefined ? {} : { from })).deliveredUntil;
  const part = { ...COMPLETE, listing: 'part' };
  await put(prefix, 'syncs', { ...part, started_at: '2026-02-20T00:00:00Z' });
  t.equal(await until(), null, 'a part');
  await put(prefix, 'syncs', { ...COMPLETE, state: 'failed', started_at: '2026-02-20T01:00:00Z' });
  t.equal(await until(), null, 'a sync that failed');
  await put(prefix, 'syncs', { ...COMPLETE, kind: 'lease', started_at: '2026-02-20T02:00:00Z' });
  t.equal(await until(), null, 'a document that is no sync');
  const since = { ...part, complete_from: '2026-02-10T00:00:00.000Z' };
  await put(prefix, 'syncs', { ...since, started_at: '2026-02-21T00:00:00Z' });
  t.equal(await until(), null);
  t.equal(await until('2026-02-09T23:59:59Z'), null, 'a question from before what it read');
  t.equal(await until('2026-02-10'), '2026-02-21T00:00:00Z', 'one from there on');
  await put(prefix, 'syncs', { ...COMPLETE, kind: 'sync', started_at: '2026-02-22T00:00:00Z' });
  t.equal(await until(), '2026-02-22T00:00:00Z');
  await put(prefix, 'syncs', {
    ...COMPLETE,
    listing: 'recent',
    started_at: '2026-02-23T00:00:00Z',
  });
  t.equal(await until(), '2026-02-23T00:00:00Z', 'one that left out what was known');
  t.equal(await until('2026-02-10'), '2026-02-23T00:00:00Z', 'the newest of all that would do');
});

t.test(
  'log objects that are missing count where they came after the begin of the range',
  async (t) => {
    const prefix = await world(t);
    await put(prefix, 'syncs', COMPLETE);
    await put(
      prefix,
      'ledger',
      OBJECT,
      { ...OBJECT, state: 'failed' },
      { ...OBJECT, state: 'archived' },
    );
    await put(prefix, 'ledger', { ...OBJECT, state: 'gone' }, { ...OBJECT, state: 'not_a_log' });
    t.match(await asOf(prefix), {
      complete: false,
      failed: 2,
      deliveredUntil: COMPLETE.started_at,
    });
    t.match(await asOf(prefix, { from: '2026-02-10' }), { complete: false, failed: 2 });
    t.match(await asOf(prefix, { from: '2026-02-10T00:00:01Z' }), { complete: true, failed: 0 });
    const later = { ...OBJECT, state: 'failed', last_modified: '2026-02-24T00:07:30.000Z' };
    await put(prefix, 'ledger', later);
    t.match(await asOf(prefix), { failed: 2 }, 'what was delivered after the sync began is not');
  },
);

t.test(
  'rejects of the range are counted, without a time only where there is no range',
  async (t) => {
    const prefix = await world(t);
    const reject = { reason: 'torn_record' };
    await put(prefix, 'quarantine', reject, { ...reject, record_time: '2026-02-10T00:00:00.000Z' });
    const rejected = async (range = {}) => (await asOf(prefix, range)).rejected;
    t.equal(await rejected(), 2);
    t.equal(await rejected({ from: '2026-02-10', to: '2026-02-10T00:00:01Z' }), 1);
    t.equal(await rejected({ from: '2026-02-10T00:00:01Z' }), 0);
    t.equal(await rejected({ to: '2026-02-10' }), 0);
  },
);

t.test('a source counts once the ledger has a log object of it that is done', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  const folder = { source: 'more', source_id: 'file:/more', state: 'running' };
  await put(prefix, 'syncs', { ...COMPLETE, ...folder, started_at: '2026-02-24T01:00:00Z' });
  const of = { ...OBJECT, physical_id: 'file:/more/a' };
  await put(
    prefix,
    'ledger',
    { ...of, state: 'failed' },
    { ...OBJECT, physical_id: 'file:/more-of/a' },
  );
  t.match(await asOf(prefix), { complete: true, sources: { length: 1 } });
  await put(prefix, 'ledger', of);
  t.match(await asOf(prefix), {
    complete: false,
    deliveredUntil: null,
    because:
      /^a sync of more stopped unexpectedly: run it again; of the log objects in more, 1 failed/,
    sources: { length: 2 },
  });
});

t.test('a sign of life tells a sync that runs from one that was killed', async (t) => {
  const prefix = await world(t);
  const runs = { ...SOURCE, listing: 'whole', state: 'running', started_at: '2026-02-24T00:00:00Z', listing_ended: false, objects: { listed: 9, skipped: 2, done: 3 } }; // biome-ignore format: one document
  await put(prefix, 'syncs', { ...runs, heartbeat_at: '2026-02-24T23:59:10Z' });
  t.match(
    (await asOf(prefix)).because,
    /^a sync of .* is running \(5 of at least 9 log objects\)$/,
  );
  const killed = { ...runs, started_at: '2026-02-24T10:00:00Z', listing_ended: true };
  await put(prefix, 'syncs', killed);
  t.match((await asOf(prefix)).because, /stopped unexpectedly at 5 of 9: run it again$/);
});

t.test('without the bookkeeping an answer says that nothing is known', async (t) => {
  const prefix = testPrefix(t);
  await makeIndex(request, `${prefix}-records-2026-02`);
  await addRecords(request, prefix, [{ '@timestamp': '2026-02-01T00:00:00Z', bytes_sent: 1 }]);
  t.match(await asOf(prefix), {
    complete: false,
    because: 'no sync is on record',
    sources: [],
    lastSync: null,
  });
});

const isFacts = ({ path }: Exchange): boolean => path.includes('_msearch');
const isRefresh = ({ path }: Exchange): boolean => path.includes('_refresh');

async function topThrough(
  t: Test,
  prefix: string,
  refuse: (exchange: Exchange) => number | null,
): Promise<AsOf> {
  const proxy = await startProxy({ refuse });
  t.teardown(() => proxy.close());
  const { code, stdout, stderr } = await runTamarin(['top', 'bucket', '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
    OPENSEARCH_URL: proxy.url,
  });
  t.equal(code, 0, stderr);
  return JSON.parse(stdout).asOf;
}

t.test('who may not read the bookkeeping is told that it was not checked', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  const told = await topThrough(t, prefix, (exchange) => (isFacts(exchange) ? 403 : null));
  t.match(told, { complete: false, because: /^not checked: permission to search .*-syncs is missing$/, failed: null, rejected: null }); // biome-ignore format: one comparison
});

t.test('only while a sync runs or has died is anything refreshed', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  let refreshes = 0;
  const count = (exchange: Exchange): number | null => {
    if (!isRefresh(exchange)) return null;
    refreshes += 1;
    return 403;
  };
  t.match(await topThrough(t, prefix, count), { complete: true, unseenSeconds: 0 });
  t.equal(refreshes, 0, 'a sync that is done has done it');
  await put(prefix, 'syncs', { ...COMPLETE, state: 'failed', started_at: '2026-02-25T00:00:00Z' });
  t.match(await topThrough(t, prefix, count), { complete: true, unseenSeconds: 30 });
  t.equal(refreshes, 1);
});

t.test('a question sees what was acknowledged before it was asked', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', { ...COMPLETE, state: 'running' });
  const index = `${prefix}-records-2026-02`;
  await request('POST', `/${index}/_doc`, { '@timestamp': '2026-02-02T00:00:00Z', bytes_sent: 1 });
  const port = makeSearchPort(server, `${prefix}-records-*`, { timeoutMs: 30_000 });
  const answers = await Promise.all(
    [1, 2, 3, 4].map(
      async () => (await askQuestion('top', { dimension: 'bucket' }, port)) as TopAnswer,
    ), // the answer to top
  );
  for (const { totals } of answers) t.equal(totals.requests, 4);
});

t.test('the pages of a search reach as far as its first', async (t) => {
  const prefix = await world(t);
  const raw = { text: 'a', limit: '1' };
  const records = ['01', '02'].map((day) => ({
    '@timestamp': `2026-02-${day}T00:00:00Z`,
    key: 'a',
  }));
  await addRecords(request, prefix, records);
  const port = makeSearchPort(server, `${prefix}-records-*`, { timeoutMs: 30_000 });
  const first = (await askQuestion('search', raw, port)) as SearchAnswer; // the answer to search
  t.notOk(first.asOf.complete);
  await put(prefix, 'syncs', COMPLETE);
  const after = first.next ?? '';
  t.strictSame((await askQuestion('search', { ...raw, after }, port)).asOf, first.asOf);
  t.ok((await askQuestion('search', raw, port)).asOf.complete);
});

t.test('while a first sync runs, and after it was killed, answers are NOT complete', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix, TAMARIN_FLUSH_BYTES: '200000' };
  let bulks = 0;
  const proxy = await startProxy({
    before: ({ path }) => {
      if (path.startsWith('/_bulk')) bulks += 1;
      return bulks > 5 ? 'stall' : 'pass';
    },
  });
  t.teardown(() => proxy.close());
  const run = startTamarin(['sync', SAMPLE_LOGS, '--quiet'], { ...env, OPENSEARCH_URL: proxy.url });
  while (bulks <= 5) await delay(50); // until it stands still
  await proxy.quiet();
  const top = await runTamarin(['top', 'ip'], env);
  t.match(
    top.stdout,
    /\nNOT complete: (?:a sync of .*samples\/logs is running|no sync is on record)/,
  );
  t.match(top.stdout, /Exact\./);
  t.notMatch(top.stdout, /All: 0 B/, 'what was acknowledged is seen');
  run.child.kill('SIGKILL');
  await run.done;

  const port = makeSearchPort(server, `${prefix}-records-*`, { timeoutMs: 30_000 });
  const silent = makeSearchPort(server, `${prefix}-records-*`, {
    timeoutMs: 30_000,
    now: () => Date.now() + 61_000,
  });
  t.equal((await askQuestion('timeline', {}, port)).asOf.complete, false);
  const killed = await askQuestion('timeline', {}, silent);
  t.match(killed.asOf.because, /samples\/logs stopped unexpectedly.*: run it again/);

  await runTamarin(['sync', SAMPLE_LOGS, '--quiet'], env);
  const whole = await runTamarin(['top', 'ip', '--json'], env);
  const { asOf: now, totals } = JSON.parse(whole.stdout);
  t.match(now, { complete: true, because: null, rejected: key.rejected });
  t.strictSame(totals, key.totals);
});
