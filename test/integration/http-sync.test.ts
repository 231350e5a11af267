/**
 * Goal: a service that operators trust with nothing but HTTP: of fifty requests one syncs; a sync is
 * followed to its end and cancelled; what a killed service leaves is told and completed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { idsOf, LINES, logFiles, SMALL_BULKS, startBusyProxy } from '../support/held-sync.ts';
import { until } from '../support/live-run.ts';
import { readIds, testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { startService } from '../support/running-service.ts';

const FILES = 30;
const files = logFiles(FILES);

/** A folder of logs, and a configuration that calls it `media`. */
function makeSource(t: Test, more = '') {
  const folder = t.testdir({
    'tamarin.yaml': `sources:\n  - alias: media\n    url: logs\n${more}`,
  });
  mkdirSync(`${folder}/logs`);
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/logs/${name}`, text);
  return { folder, args: ['--config', `${folder}/tamarin.yaml`] };
}

interface ToldSync {
  readonly syncId: string;
  readonly state: string;
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly links: { readonly self: string; readonly events: string };
}

// biome-ignore lint/suspicious/noExplicitAny: what a test looks for in JSON, it names
const readJson = async (url: string): Promise<any> => (await fetch(url)).json();
const post = (url: string) => fetch(`${url}/sync`, { method: 'POST' });

/** The states that a client is told until the stream ends. */
async function follow(url: string): Promise<readonly ToldSync[]> {
  const body = await (await fetch(url)).text();
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}

t.test('fifty POSTs at once: one 202, and 49 that name the sync that runs', async (t) => {
  const prefix = testPrefix(t);
  const { folder, args } = makeSource(t);
  const proxy = await startBusyProxy(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const { url } = await startService(t, env, args);
  t.match(await readJson(`${url}/sources`), {
    sources: [
      { alias: 'media', lastSync: null, newestRecord: null, schedule: null, nextRun: null },
    ],
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(url)));
  const told = await Promise.all(
    answers.map(async (answer) => ({
      status: answer.status,
      location: answer.headers.get('location'),
      sync: (await answer.json()) as ToldSync, // of our own service
    })),
  );
  const [first] = told.filter(({ status }) => status === 202);
  if (first === undefined) throw new Error('none has started');
  t.equal(told.filter(({ status }) => status === 409).length, 49);
  for (const { location, sync } of told) {
    t.equal(location, first.location);
    t.equal(sync.syncId, first.sync.syncId);
  }
  await proxy.shipped;
  const following = follow(url + first.sync.links.events);
  t.match(await readJson(`${url}${first.location}`), { state: 'running', source: 'media' });
  proxy.letGo();
  const last = (await following).at(-1);
  t.match(last, { state: 'done', lines: FILES * LINES, indexed: FILES * LINES });
  t.match(await readJson(`${url}${first.location}`), last ?? {});
  t.match(await readJson(`${url}/sync`), {
    syncs: [{ syncId: last?.syncId, state: 'done' }],
    next: null,
  });
  const sources = JSON.stringify(await readJson(`${url}/sources`));
  t.match(JSON.parse(sources), { sources: [{ alias: 'media', lastSync: { state: 'done' }, newestRecord: /^2026/ }] }); // biome-ignore format: one comparison
  t.notMatch(sources, folder);
  t.match(await (await fetch(`${url}/metrics`)).text(), /tamarin_syncs_total\{state="done"\} 1/);
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
});

t.test(
  'a service killed in mid-sync: interrupted, taken up by the next, nothing lost or doubled',
  async (t) => {
    const prefix = testPrefix(t);
    const { args } = makeSource(t);
    const proxy = await startBusyProxy(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS };
    const first = await startService(t, { ...env, OPENSEARCH_URL: proxy.url }, args);
    const begun = (await (await post(first.url)).json()) as ToldSync; // of our own service
    await proxy.shipped;
    first.run.child.kill('SIGKILL');
    await first.run.done;
    await proxy.quiet();
    const before = await readIds(`${prefix}-records-*`);
    const { url } = await startService(t, env, args);
    t.match(await readJson(url + begun.links.self), { state: 'interrupted' });
    const next = await post(url);
    t.equal(next.status, 202);
    const { links } = (await next.json()) as ToldSync; // the same
    const last = (await follow(url + links.events)).at(-1);
    if (last === undefined) throw new Error('nothing was told');
    t.equal(last.state, 'done');
    t.equal(last.lines, last.indexed + last.duplicates + last.rejected + last.skipped);
    const after = await readIds(`${prefix}-records-*`);
    t.strictSame(after, idsOf(files));
    t.equal(after.size - before.size, last.indexed);
  },
);

t.test(
  'a sync is cancelled; a service that is stopped ends its sync, and its events, in time',
  async (t) => {
    const prefix = testPrefix(t);
    const { args } = makeSource(t);
    const proxy = await startBusyProxy(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
    const { url, run } = await startService(t, env, args);
    const one = (await (await post(url)).json()) as ToldSync; // of our own service
    await proxy.shipped;
    const cancelled = await fetch(url + one.links.self, { method: 'DELETE' });
    t.equal(cancelled.status, 202);
    t.equal((await follow(url + one.links.events)).at(-1)?.state, 'cancelled');
    const ended = await fetch(url + one.links.self, { method: 'DELETE' });
    t.equal(ended.status, 200);
    const two = (await (await post(url)).json()) as ToldSync; // the same
    const following = follow(url + two.links.events);
    await until('it runs', async () => (await readJson(`${url}/sync`)).syncs.length === 2);
    const startedMs = Date.now();
    run.child.kill('SIGTERM');
    t.equal((await run.done).code, 0);
    t.ok(Date.now() - startedMs < 10_000);
    await following;
    const next = await startService(t, { ...env, OPENSEARCH_URL: testEngineUrl() }, args);
    t.match(await readJson(next.url + two.links.self), { state: 'interrupted', finishedAt: /^2/ });
  },
);

t.test('a source with a schedule is synced by itself, and seen with its next run', async (t) => {
  const prefix = testPrefix(t);
  const { args } = makeSource(t, '    schedule: 1m\n');
  const { url } = await startService(t, { TAMARIN_INDEX_PREFIX: prefix }, args);
  await until(
    'it was synced',
    async () => (await readJson(`${url}/sync`)).syncs[0]?.state === 'done',
  );
  t.match(await readJson(`${url}/sync`), { syncs: [{ source: 'media', trigger: 'schedule', indexed: FILES * LINES }] }); // biome-ignore format: one comparison
  const { sources } = await readJson(`${url}/sources`);
  t.match(sources, [{ schedule: '1m', monitor: true, nextRun: /^2/, lastSync: { state: 'done' } }]);
  t.ok(Date.parse(sources[0].nextRun) > Date.now());
  const page = await (await fetch(`${url}/`)).text();
  t.match(page, /<td>media<\/td><td>done, begun 2\S+Z<\/td><td>2\S+Z<\/td><td>2\S+Z<\/td>/);
});
