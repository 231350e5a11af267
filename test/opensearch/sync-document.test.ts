/** Goal: writes of a sync's document that overtake each other, or others' fields, lose nothing. */
import t from 'tap';
import { indexNames } from '../../src/bulk/index-name.ts';
import { asSyncId } from '../../src/core/brand.ts';
import { connect } from '../../src/opensearch/client.ts';
import {
  mayPass,
  type SyncDocument,
  writeSyncDocument,
} from '../../src/opensearch/sync-document.ts';
import { readAll, readIds, request, testEngineUrl, testPrefix } from '../support/opensearch.ts';

const prefix = testPrefix(t);
const { syncs: index } = indexNames(prefix, 'month');
const url = testEngineUrl();
const server = await connect({ url, username: null, password: null, caFile: null });
t.teardown(() => server.client.close());

const running: SyncDocument = {
  kind: 'sync',
  source: './logs',
  source_id: 'file:/logs',
  trigger: 'cli',
  listing: 'whole',
  state: 'running',
  started_at: '2026-01-21T00:00:00.000Z',
  heartbeat_at: '2026-01-21T00:00:05.000Z',
  owner: { host: 'shipper-1', pid: 4_711, process_started: '815' },
  options: { full: false, overwrite: false },
  listing_ended: false,
  bytes_total: 1_000,
  objects: {
    listed: 3,
    skipped: 0,
    done: 1,
    failed: 0,
    not_a_log: 0,
    archived: 0,
    gone: 0,
    growing: 0,
  },
  lines: 10,
  indexed: 10,
  duplicates: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
  bytes_read: 500,
  failures: [],
};
const ended: SyncDocument = {
  ...running,
  state: 'done',
  heartbeat_at: '2026-01-21T00:00:09.000Z',
  finished_at: '2026-01-21T00:00:09.000Z',
  listing_ended: true,
  objects: { ...running.objects, done: 3 },
};

const write = (id: string, document: SyncDocument) =>
  writeSyncDocument(server, { index, id: asSyncId(id), isShown: true }, document);
const read = async (id: string) => (await readAll(index)).find(({ _id }) => _id === id)?._source;

t.test('a heartbeat that comes behind the end changes nothing', async (t) => {
  t.strictSame(await write('late', running), { kind: 'written' });
  t.strictSame(await write('late', ended), { kind: 'written' });
  t.strictSame(await write('late', running), { kind: 'written' });
  t.strictSame(await read('late'), ended);
});

t.test('the end is written where no heartbeat ever was', async (t) => {
  t.strictSame(await write('first', ended), { kind: 'written' });
  t.strictSame(await read('first'), ended);
});

t.test('a field that somebody else has added stays', async (t) => {
  await write('wanted', running);
  const asked = { cancel_requested_at: '2026-01-21T00:00:07.000Z' };
  await request('POST', `/${index}/_update/wanted`, { doc: asked });
  await write('wanted', ended);
  t.strictSame(await read('wanted'), { ...ended, ...asked });
});

t.test('writes at the same time are all taken, and the end stands', async (t) => {
  const documents = [running, running, ended, running, running];
  const written = await Promise.all(documents.map((document) => write('crowd', document)));
  t.ok(written.every(({ kind }) => kind === 'written'));
  t.strictSame(await read('crowd'), ended);
});

t.test('an index that was deleted meanwhile is made again', async (t) => {
  await write('before', running);
  await request('DELETE', `/${index}`);
  t.strictSame(await write('after', ended), { kind: 'written' });
  t.strictSame(await readIds(index), new Set(['after']));
});

t.test('a refusal for good is told apart from one that may pass', async (t) => {
  await request('PUT', `/${index}/_mapping`, { dynamic: 'strict' });
  const refused = await write('odd', running);
  t.match(refused, { kind: 'failed', status: 400, reason: /strict_dynamic_mapping/ });
  t.equal(refused.kind === 'failed' && mayPass(refused), false);
  const away = await connect({ url, username: null, password: null, caFile: null });
  await away.client.close();
  const place = { index, id: asSyncId('away'), isShown: false, signal: AbortSignal.timeout(1_000) };
  const unanswered = await writeSyncDocument(away, place, running);
  t.match(unanswered, { kind: 'failed', status: null });
  t.ok(unanswered.kind === 'failed' && mayPass(unanswered));
});
