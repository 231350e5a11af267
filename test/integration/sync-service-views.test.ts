/**
 * Goal: what a service tells of syncs and sources: as often as it may, page by page, of a dry run too, and
 * never where a source is.
 */
import t from 'tap';
import { PLAIN_PASS } from '../../src/app/service/start-request.ts';
import type { SyncView } from '../../src/app/service/sync-view.ts';
import { logFiles, SMALL_BULKS, startBusyProxy } from '../support/held-sync.ts';
import { request as ask, testPrefix } from '../support/opensearch.ts';
import { finalOf, request, start } from '../support/start-sync.ts';
import { startTestService } from '../support/sync-service.ts';

const FILES = 30;
const files = logFiles(FILES);

t.test('what runs is told four times a second at most, what has ended page by page', async (t) => {
  const prefix = testPrefix(t);
  const sources = { media: t.testdir(files) };
  const proxy = await startBusyProxy(t);
  const env = { ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const { service } = await startTestService(t, { prefix, sources, env });
  const ids: string[] = [];
  const { sync } = await start(service);
  ids.push(sync.syncId);
  await proxy.shipped;
  const times: number[] = [];
  let last: SyncView | undefined;
  for await (const view of service.watch(sync.syncId, AbortSignal.timeout(100_000))) {
    times.push(performance.now());
    if (times.length === 4) {
      t.match(view, { state: 'running', listingEnded: true, objects: { listed: FILES }, finishedAt: null }); // biome-ignore format: one comparison
      proxy.letGo();
    }
    last = view;
  }
  t.equal(last?.state, 'done');
  for (let at = 4; at < times.length; at += 1)
    t.ok((times[at] ?? 0) - (times[at - 4] ?? 0) > 900, 'four in a second');
  for (let at = 0; at < 4; at += 1) {
    const next = await start(service);
    ids.push(next.sync.syncId);
    await finalOf(service, next.sync.syncId);
  }
  const listed: string[] = [];
  let beforeMs: number | null = null;
  do {
    const page = await service.list({ beforeMs, limit: 2 });
    t.ok(page.syncs.length <= 2);
    listed.push(...page.syncs.map(({ syncId }) => syncId));
    beforeMs = page.next;
  } while (beforeMs !== null);
  t.strictSame(listed, ids.toReversed());
});

t.test(
  'sources: their last sync and how old their newest record is, never where they are',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({ logs: logFiles(2) });
    const sources = { media: `${folder}/logs`, none: `${folder}/none` };
    const { service } = await startTestService(t, { prefix, sources });
    t.match(await service.sources(), [
      { alias: 'media', lastSync: null, newestRecord: null, lagSeconds: null },
      { alias: 'none', lastSync: null, newestRecord: null, lagSeconds: null },
    ]);
    await t.rejects(service.start(request()), { code: 'usage', hint: /: media, none\./ });
    await t.rejects(service.start(request({ alias: 'other' })), { code: 'usage' });
    await t.rejects(service.start(request({ alias: 'none' })), { code: 'source_unreachable' });
    const { sync } = await start(service, { alias: 'media' });
    await finalOf(service, sync.syncId);
    const [media] = await service.sources();
    t.match(media, { lastSync: { syncId: sync.syncId, state: 'done' }, newestRecord: /^2026-01-/ });
    const ageS = (Date.now() - Date.parse(media?.newestRecord ?? '')) / 1_000;
    t.ok(Math.abs((media?.lagSeconds ?? 0) - ageS) < 5);
    t.notMatch(JSON.stringify(media), folder);
  },
);

t.test('a dry run is seen in its process, and leaves nothing behind', async (t) => {
  const prefix = testPrefix(t);
  const { service } = await startTestService(t, { prefix, sources: { media: t.testdir(files) } });
  const options = { ...PLAIN_PASS, dryRun: true };
  const { kind, sync } = await start(service, { options });
  t.equal(kind, 'started');
  const final = await finalOf(service, sync.syncId);
  t.match(final, { dryRun: true, state: 'done', source: 'media', objects: { listed: FILES }, lines: 0 }); // biome-ignore format: one comparison
  t.equal(final.bytesToRead, Object.values(files).join('').length);
  t.strictSame((await ask('GET', `/${prefix}-*`)).body, {});
  t.match(await service.cancel(sync.syncId), { state: 'done' });
});
