/** Goal: what the bookkeeping knows of syncs, log objects and rejects decides whether an answer is complete. */
import t from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { AsOf } from '../../src/questions/reach/as-of.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { connectPorts } from '../support/search-ports.ts';
import { COMPLETE, OBJECT, put, SOURCE, world } from '../support/sync-bookkeeping.ts';

const portOf = await connectPorts(t);

async function asOf(prefix: string, range: { from?: string; to?: string } = {}): Promise<AsOf> {
  const now = () => Date.parse('2026-02-25T00:00:00Z');
  const port = portOf(prefix, { timeoutMs: 30_000, now });
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
    completeFrom: null,
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

t.test('a sync that reads the newest first is complete from where it has come to, also when it has died', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'ledger', OBJECT);
  const { finished_at: _, ...sync } = COMPLETE;
  const shipped_from = '2026-01-17T00:00:00.000Z';
  for (const [state, hour] of [['running', '01'], ['interrupted', '02']] as const) {
    const started_at = `2026-02-21T${hour}:00:00.000Z`;
    await put(prefix, 'syncs', { ...sync, kind: 'sync', state, started_at, shipped_from });
    t.match(await asOf(prefix, { from: '2026-01-17' }), { complete: true, deliveredUntil: started_at, completeFrom: null });
    const earlier = await asOf(prefix, { from: '2026-01-16' });
    t.match(earlier, { complete: false, deliveredUntil: null, completeFrom: shipped_from });
    t.match(earlier.because, /^complete from 2026-01-17 on; a sync of s3:/);
  }
}); // biome-ignore format: one line each

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
      completeFrom: null,
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
    completeFrom: null,
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
