/**
 * Goal: of all syncs of a source, asked for at the same time by anybody anywhere, one runs; everybody sees
 * it, how far it is and how it ended; anybody can cancel it; what a process leaves behind others take up.
 */
import { writeFileSync } from 'node:fs';
import t from 'tap';
import { PLAIN_PASS } from '../../src/app/service/start-request.ts';
import { idsOf, LINES, logFiles, SMALL_BULKS, startBusyProxy } from '../support/held-sync.ts';
import { listen, until } from '../support/live-run.ts';
import { request as ask, readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { startTamarin } from '../support/run-tamarin.ts';
import { conserves, finalOf, kindOf, request, start } from '../support/start-sync.ts';
import { startTestService } from '../support/sync-service.ts';

const FILES = 30;
const files = logFiles(FILES);

t.test('fifty requests to two services and a process: one run, the others told so', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(files);
  const proxy = await startBusyProxy(t);
  const about = { prefix, sources: { media: folder } };
  const env = { ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const [one, two] = await Promise.all([
    startTestService(t, { ...about, env }),
    startTestService(t, { ...about, env }),
  ]);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, at) => start(at % 2 === 0 ? one.service : two.service)),
  );
  const started = outcomes.filter(({ kind }) => kind === 'started');
  t.equal(started.length, 1);
  const id = started[0]?.sync.syncId ?? '';
  for (const { kind, sync } of outcomes)
    if (kind !== 'started') t.match({ kind, sync }, { kind: 'running', sync: { syncId: id, state: 'running' } }); // biome-ignore format: one comparison
  await proxy.shipped;
  const other = startTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  t.teardown(() => other.child.kill('SIGKILL'));
  const said = listen(other);
  await until('the process waits', () => said().includes(`Sync ${id} of `));
  t.equal((await kindOf(prefix, 'sync')).length, 1);
  proxy.letGo();
  const final = await finalOf(two.service, id);
  t.match(final, { source: 'media', trigger: 'http', state: 'done', lines: FILES * LINES, indexed: FILES * LINES, secondsLeft: null }); // biome-ignore format: one comparison
  t.ok(conserves(final));
  const { code, stdout, stderr } = await other.done;
  t.equal(code, 0, stderr);
  t.match(JSON.parse(stdout), { lines: 0, objects: { skipped: FILES } });
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
  t.strictSame(await kindOf(prefix, 'lease'), []);
});

t.test('a sync of a process is cancelled from another one', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(files);
  const proxy = await startBusyProxy(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const run = startTamarin(['sync', folder], env);
  t.teardown(() => run.child.kill('SIGKILL'));
  await proxy.shipped;
  const { service } = await startTestService(t, { prefix, sources: { media: folder } });
  const [running] = (await service.list({ beforeMs: null, limit: 10 })).syncs;
  t.match(running, { state: 'running', trigger: 'cli', cancelRequested: false });
  const id = running?.syncId ?? '';
  t.match(await service.cancel(id), { state: 'running', cancelRequested: true });
  const { code, stderr } = await run.done;
  t.equal(code, 1);
  t.match(stderr, /The sync was cancelled\./);
  const view = await service.read(id);
  t.match(view, { state: 'cancelled', finishedAt: /^\d{4}-/, cancelRequested: true });
  t.ok(view !== null && conserves(view));
  const ledger = await readAll(`${prefix}-ledger`);
  const before = await readIds(`${prefix}-records-*`);
  for (const { _source } of ledger)
    for (const one of idsOf({ x: files[String(_source.log_key)] ?? '' })) t.ok(before.has(one));
  t.match(await service.cancel(id), { state: 'cancelled' }, 'nothing is asked of what has ended');
  const next = await start(service);
  const final = await finalOf(service, next.sync.syncId);
  t.match(final, { state: 'done', objects: { skipped: ledger.length, done: FILES - ledger.length } }); // biome-ignore format: one comparison
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
  t.equal(idsOf(files).size - before.size, final.indexed);
});

t.test('one of this process is cancelled at once', async (t) => {
  const prefix = testPrefix(t);
  const proxy = await startBusyProxy(t);
  const env = { ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const { service, ends } = await startTestService(t, { prefix, sources: { media: t.testdir(files) }, env }); // biome-ignore format: one call
  const { sync } = await start(service);
  await proxy.shipped;
  const startedMs = Date.now();
  t.match(await service.cancel(sync.syncId), { cancelRequested: true });
  t.match(await finalOf(service, sync.syncId), { state: 'cancelled' });
  t.ok(Date.now() - startedMs < 5_000, 'it did not wait for its next heartbeat');
  t.match(ends, [['media', { code: 'sync_cancelled' }]]);
  t.equal(await service.cancel('no-such-sync'), null);
});

t.test(
  'a service that was killed: its sync is interrupted, the next one completes it',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir(files);
    const proxy = await startBusyProxy(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
    const run = startTamarin(['sync', folder], env);
    await proxy.shipped;
    run.child.kill('SIGKILL');
    await run.done;
    await proxy.quiet();
    const before = await readIds(`${prefix}-records-*`);
    const { service } = await startTestService(t, { prefix, sources: { media: folder } });
    const [killed] = (await service.list({ beforeMs: null, limit: 10 })).syncs;
    t.match(killed, { state: 'interrupted', finishedAt: null, secondsLeft: null });
    t.match(await finalOf(service, killed?.syncId ?? ''), { state: 'interrupted' });
    const { kind, sync } = await start(service);
    t.equal(kind, 'started', 'at once');
    const final = await finalOf(service, sync.syncId);
    const after = await readIds(`${prefix}-records-*`);
    t.strictSame(after, idsOf(files));
    t.equal(after.size - before.size, final.indexed);
    t.ok(conserves(final));
  },
);

t.test('a service that is stopped leaves its sync as interrupted within seconds', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(files);
  const proxy = await startBusyProxy(t);
  const env = { ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const first = await startTestService(t, { prefix, sources: { media: folder }, env });
  const { sync } = await start(first.service);
  await proxy.shipped;
  const startedMs = Date.now();
  await first.stop();
  t.ok(Date.now() - startedMs < 10_000);
  const { service } = await startTestService(t, { prefix, sources: { media: folder } });
  t.match(await service.read(sync.syncId), {
    source: 'media',
    state: 'interrupted',
    finishedAt: /./,
  });
  t.strictSame(await kindOf(prefix, 'lease'), []);
});

t.test('passes that are queued while one runs become one more', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(files);
  const proxy = await startBusyProxy(t);
  const env = { ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const { service } = await startTestService(t, { prefix, sources: { media: folder }, env });
  const { sync } = await start(service, { isQueued: true });
  await proxy.shipped;
  const later = logFiles(1, FILES);
  for (const [name, text] of Object.entries(later)) writeFileSync(`${folder}/${name}`, text);
  const queued = await Promise.all(
    Array.from({ length: 10 }, () => start(service, { isQueued: true })),
  );
  for (const one of queued) t.match(one, { kind: 'queued', sync: { syncId: sync.syncId } });
  t.equal((await kindOf(prefix, 'queued')).length, 1);
  proxy.letGo();
  await finalOf(service, sync.syncId);
  await until('one more has ended', async () => {
    const { syncs } = await service.list({ beforeMs: null, limit: 10 });
    return syncs.length === 2 && syncs.every(({ state }) => state === 'done');
  });
  const [second] = (await service.list({ beforeMs: null, limit: 10 })).syncs;
  t.match(second, { objects: { skipped: FILES, done: 1 }, indexed: LINES });
  t.strictSame(await kindOf(prefix, 'queued'), []);
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf({ ...files, ...later }));
});

t.test('a pass that was queued by a service that is gone is made by the next', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(logFiles(2));
  const proxy = await startBusyProxy(t);
  const env = { TAMARIN_FLUSH_BYTES: '1', TAMARIN_CONCURRENCY: '1', OPENSEARCH_URL: proxy.url };
  const first = await startTestService(t, { prefix, sources: { media: folder }, env });
  await start(first.service);
  await proxy.shipped;
  await start(first.service, { isQueued: true });
  await first.stop();
  const { service } = await startTestService(t, { prefix, sources: { media: folder } });
  await service.resume();
  await until('it is done', async () => {
    const [newest] = (await service.list({ beforeMs: null, limit: 1 })).syncs;
    return newest?.state === 'done';
  });
  t.strictSame(await kindOf(prefix, 'queued'), []);
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(logFiles(2)));
});

t.test('a key starts one sync, whoever sends it again, and no other one', async (t) => {
  const prefix = testPrefix(t);
  const about = { prefix, sources: { media: t.testdir(logFiles(2)) } };
  const first = await startTestService(t, about);
  const keyed = { idempotencyKey: 'a key of mine' };
  const outcomes = await Promise.all([1, 2, 3].map(() => start(first.service, keyed)));
  const [{ sync }] = outcomes as [(typeof outcomes)[0]]; // three
  for (const one of outcomes) t.match(one, { kind: 'started', sync: { syncId: sync.syncId } });
  await finalOf(first.service, sync.syncId);
  const second = await startTestService(t, about);
  t.match(await start(second.service, keyed), { kind: 'started', sync: { syncId: sync.syncId, state: 'done' } }); // biome-ignore format: one comparison
  const full = { ...PLAIN_PASS, full: true };
  t.strictSame(await second.service.start(request({ ...keyed, options: full })), { kind: 'other_request' }); // biome-ignore format: one comparison
  t.equal((await kindOf(prefix, 'sync')).length, 1);
  const other = await start(second.service, { idempotencyKey: 'another key' });
  t.not(other.sync.syncId, sync.syncId);
  await finalOf(second.service, other.sync.syncId);
  const [note] = await kindOf(prefix, 'idempotency');
  const old = { ...note?._source, started_at: new Date(Date.now() - 25 * 3_600_000).toISOString() };
  await ask('PUT', `/${prefix}-syncs/_doc/${note?._id}?refresh=true`, old);
  await second.service.resume();
  const kept = (await kindOf(prefix, 'idempotency')).map(({ _id }) => _id);
  t.equal(kept.length, 1, 'after a day it is forgotten');
  t.notOk(kept.includes(note?._id ?? ''));
});
