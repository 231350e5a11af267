/**
 * Goal: one sync a source at a time over all processes; who comes while one runs waits for it and then
 * makes its own pass; a dead owner holds nobody up.
 */
import { writeFileSync } from 'node:fs';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { idsOf, LINES, logFiles, SMALL_BULKS, startBusyProxy } from '../support/held-sync.ts';
import { hasEnded, listen, until } from '../support/live-run.ts';
import { readAll, readIds, request, testPrefix } from '../support/opensearch.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';

const FILES = 30;

const conserves = ({ lines, indexed, duplicates, rejected, skipped }: SyncReport): boolean =>
  lines === indexed + duplicates + rejected + skipped;

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

/** A sync in a process of its own that is held up once it has shipped something. */
async function startHeldSync(t: Teardown, prefix: string, folder: string) {
  const proxy = await startBusyProxy(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix, ...SMALL_BULKS, OPENSEARCH_URL: proxy.url };
  const run = startTamarin(['sync', folder, '--json'], env);
  t.teardown(async () => {
    run.child.kill('SIGKILL');
    await run.done;
  });
  await proxy.shipped;
  return { run, proxy, letGo: proxy.letGo };
}

const leasesOf = async (prefix: string) =>
  (await readAll(`${prefix}-syncs`)).filter(({ _source }) => _source.kind === 'lease');
const syncsOf = async (prefix: string) =>
  (await readAll(`${prefix}-syncs`)).filter(({ _source }) => _source.kind === 'sync');

t.test('a second sync follows the first, then reads what came after its listing', async (t) => {
  const prefix = testPrefix(t);
  const files = logFiles(FILES);
  const folder = t.testdir(files);
  const { run, letGo } = await startHeldSync(t, prefix, folder);
  const second = startTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  t.teardown(() => second.child.kill('SIGKILL'));
  const said = listen(second);
  await until('the second one waits', () => said().includes('is running (process'));
  t.match(said(), new RegExp(`of ${folder} is running \\(process ${run.child.pid} on `));
  t.equal((await syncsOf(prefix)).length, 1, 'it has not begun');
  const later = logFiles(1, FILES);
  for (const [name, text] of Object.entries(later)) writeFileSync(`${folder}/${name}`, text);
  letGo();
  const [first, own] = (await Promise.all([run.done, second.done])).map(
    ({ code, stdout, stderr }): SyncReport => {
      t.equal(code, 0, stderr);
      return JSON.parse(stdout);
    },
  );
  t.match(first, { lines: FILES * LINES, indexed: FILES * LINES });
  t.match(own, {
    objects: { listed: FILES + 1, skipped: FILES, done: 1 },
    lines: LINES,
    indexed: LINES,
    duplicates: 0,
  });
  t.ok(first !== undefined && own !== undefined && conserves(first) && conserves(own));
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf({ ...files, ...later }));
  t.strictSame(await leasesOf(prefix), [], 'both have given it back');
});

t.test('Ctrl-C ends who waits, and not the sync that is waited for', async (t) => {
  const prefix = testPrefix(t);
  const files = logFiles(FILES);
  const folder = t.testdir(files);
  const { run, letGo } = await startHeldSync(t, prefix, folder);
  const second = startTamarin(['sync', folder, '--full'], { TAMARIN_INDEX_PREFIX: prefix });
  const said = listen(second);
  await until('the second one waits', () => said().includes('is running (process'));
  second.child.kill('SIGINT');
  const { code, stderr } = await second.done;
  t.equal(code, 130);
  t.match(stderr, /the other sync goes on; Ctrl-C again to force\n/);
  t.match(stderr, /Stopped waiting for sync \S+, which goes on\./);
  t.notOk(hasEnded(run));
  letGo();
  t.equal((await run.done).code, 0);
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
});

t.test('an owner killed by -9 is taken over at once, and what it left is completed', async (t) => {
  const prefix = testPrefix(t);
  const files = logFiles(FILES);
  const folder = t.testdir(files);
  const { run, proxy } = await startHeldSync(t, prefix, folder);
  run.child.kill('SIGKILL');
  await run.done;
  await proxy.quiet();
  t.match(await leasesOf(prefix), [{ _source: { owner: { pid: run.child.pid } } }]);
  const before = await readIds(`${prefix}-records-*`);
  t.ok(before.size > 0 && before.size < FILES * LINES, `${before.size} were shipped`);
  const startedMs = Date.now();
  const next = await runTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(next.code, 0, next.stderr);
  t.ok(Date.now() - startedMs < 30_000, 'it did not wait for a minute');
  t.match(next.stderr, new RegExp(`process ${run.child.pid} on .* has ended without saying so`));
  const report: SyncReport = JSON.parse(next.stdout);
  const after = await readIds(`${prefix}-records-*`);
  t.strictSame(after, idsOf(files));
  t.equal(after.size - before.size, report.indexed);
  t.ok(conserves(report));
  t.strictSame(await leasesOf(prefix), []);
});

t.test('a sync whose lease is taken stops as interrupted, with the reason', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(logFiles(FILES));
  const { run } = await startHeldSync(t, prefix, folder);
  const [lease] = await leasesOf(prefix);
  if (lease === undefined) throw new Error('there is no lease');
  await request('PUT', `/${prefix}-syncs/_doc/${lease._id}`, {
    ...lease._source,
    sync_id: 'another',
  });
  const { code, stderr } = await run.done;
  t.equal(code, 130, stderr);
  t.match(stderr, /Sync another \(process \d+ on .*\) has taken over/);
  t.match(await syncsOf(prefix), [{ _source: { state: 'interrupted', error: /has taken over/ } }]);
  t.match(await leasesOf(prefix), [{ _source: { sync_id: 'another' } }], 'it is left alone');
});

t.test('a dry run takes no lease and waits for none', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir(logFiles(FILES));
  const { run, letGo } = await startHeldSync(t, prefix, folder);
  const dry = await runTamarin(['sync', folder, '--dry-run', '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(dry.code, 0, dry.stderr);
  t.equal((await leasesOf(prefix)).length, 1);
  letGo();
  await run.done;
});
