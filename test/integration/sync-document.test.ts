/**
 * Goal: whoever asks sees that a sync runs, how far it is and how it ended; nothing about that
 * document ever stops, delays or falsifies the sync itself.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import type { SyncDocument } from '../../src/sync/store/sync-document.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { readAll, readIds, request, testPrefix } from '../support/opensearch.ts';
import { type Exchange, startProxy, type Watcher } from '../support/opensearch-proxy.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { startFaultFront } from '../support/s3-fault-front.ts';
import { idsOf, makeLogObjects } from '../support/s3-log-objects.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';

const s3 = await startS3();
t.teardown(() => s3.close());
const files = makeLogObjects({
  count: 12,
  lines: 10,
  at: new Date(Date.now() - 3_600_000),
  prefix: 'logs/',
  form: () => 'plain',
});
await putFiles(s3, 'slow', files);
const ids = idsOf(files);
const SOURCE = 's3://slow/logs/';
const BEAT_MS = 100;

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

const writesSync = ({ path }: Exchange): boolean => path.includes('-syncs/_update/');
const documentOf = ({ body }: Exchange): SyncDocument => JSON.parse(body).upsert;

async function proxyFor(t: Teardown, watcher: Watcher): Promise<string> {
  const proxy = await startProxy(watcher);
  t.teardown(() => proxy.close());
  return proxy.url;
}

const conserves = ({ lines, indexed, duplicates, rejected, skipped }: SyncReport): boolean =>
  lines === indexed + duplicates + rejected + skipped;

async function readSyncs(prefix: string): Promise<readonly SyncDocument[]> {
  const found = await readAll(`${prefix}-syncs`);
  const documents = found.map(({ _source }) => _source as unknown as SyncDocument); // we wrote it
  return documents.filter(({ kind }) => kind === 'sync'); // who is killed leaves its lease, too
}

t.test(
  'a sync of a slow source is seen before it lists, while it reads, and when it is done',
  async (t) => {
    const prefix = testPrefix(t);
    const front = await startFaultFront({
      target: s3.url,
      random: Math.random,
      choose: () => null,
      latencyMs: 60,
    });
    t.teardown(() => front.close());
    const written: SyncDocument[] = [];
    const listsBefore: number[] = [];
    let seen: Promise<unknown> = Promise.resolve();
    const openSearchUrl = await proxyFor(t, {
      after: (exchange) => {
        if (!writesSync(exchange)) return 'pass';
        written.push(documentOf(exchange));
        listsBefore.push(front.requests.list);
        if (written.length === 1) seen = request('GET', `/${prefix}-syncs/_search`);
        return 'pass';
      },
    });
    const { report } = await syncS3({
      url: SOURCE,
      endpoint: front.url,
      prefix,
      concurrency: 1,
      flushBytes: 1_000, // a request an object: its counts are final at once
      heartbeatEveryMs: BEAT_MS,
      openSearchUrl,
    });
    t.match(await seen, { body: { hits: { hits: [{ _source: { state: 'running' } }] } } });
    t.equal(listsBefore[0], 0, 'the first write was there before the listing began');
    const last = written.at(-1);
    const running = written.slice(0, -1);
    t.ok(
      running.every(({ state, finished_at }) => state === 'running' && finished_at === undefined),
    );
    const done = running.map(({ objects }) => objects.done);
    t.ok(new Set(done).size > 2, `counts that rise: ${done}`);
    t.strictSame(
      done,
      [...done].sort((a, b) => a - b),
    );
    t.ok(running.some(({ listing_ended }) => listing_ended));
    const [stored] = await readSyncs(prefix);
    t.strictSame(stored, last);
    t.match(stored, {
      state: 'done',
      listing: 'whole',
      source: SOURCE,
      listing_ended: true,
      bytes_total: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
      bytes_read: report.bytesRead,
      objects: { listed: files.length, done: files.length, failed: 0 },
      lines: report.lines,
      indexed: ids.size,
    });
    t.equal(stored?.newest_record_at, newestRecordTime(await readAll(`${prefix}-records-*`)));
    t.ok(conserves(report));
    t.strictSame(await readIds(`${prefix}-records-*`), ids);
    await delay(2 * BEAT_MS);
    t.equal(written.at(-1), last, 'no beat comes behind the end');
  },
);

const newestRecordTime = (
  records: readonly { readonly _source: Readonly<Record<string, unknown>> }[],
) =>
  records
    .map(({ _source }) => String(_source['@timestamp']))
    .sort()
    .at(-1);

for (const fault of [
  {
    name: 'refused',
    watch: { refuse: (exchange: Exchange) => (writesSync(exchange) ? 400 : null) },
  },
  {
    name: 'never answered',
    watch: {
      before: (exchange: Exchange) =>
        writesSync(exchange) && documentOf(exchange).state === 'running' ? 'stall' : 'pass',
    } as const,
  },
]) {
  t.test(`heartbeats that are ${fault.name} do not stop a sync, and are told once`, async (t) => {
    const prefix = testPrefix(t);
    const front = await startFaultFront({
      target: s3.url,
      random: Math.random,
      choose: () => null,
      latencyMs: 60,
    });
    t.teardown(() => front.close());
    const openSearchUrl = await proxyFor(t, fault.watch);
    const startedMs = Date.now();
    const { report, notices } = await syncS3({
      url: SOURCE,
      endpoint: front.url,
      prefix,
      concurrency: 1,
      heartbeatEveryMs: BEAT_MS,
      openSearchUrl,
    });
    t.ok(Date.now() - startedMs < 15_000, 'it did not wait for them');
    t.equal(report.indexed, ids.size);
    t.ok(conserves(report));
    t.strictSame(await readIds(`${prefix}-records-*`), ids);
    const stored = await readSyncs(prefix);
    if (fault.name === 'refused') {
      t.equal(notices.length, 2, notices.join('\n'));
      t.match(notices[0], /could not write .*-syncs: HTTP status 400.*The sync continues/);
      t.match(notices[1], /-syncs does not know how this sync ended.*Run the same sync again/);
      t.strictSame(stored, []);
    } else {
      t.strictSame(notices, []);
      t.match(stored, [{ state: 'done', indexed: ids.size }]);
    }
  });
}

t.test('the last write is tried again while OpenSearch is away for a while', async (t) => {
  const prefix = testPrefix(t);
  let refused = 0;
  const openSearchUrl = await proxyFor(t, {
    refuse: (exchange) => {
      const isLast = writesSync(exchange) && documentOf(exchange).state === 'done';
      if (!isLast || refused === 6) return null;
      refused += 1;
      return 503;
    },
  });
  const { notices } = await syncS3({ url: SOURCE, endpoint: s3.url, prefix, openSearchUrl });
  t.equal(refused, 6, 'more than one request tries by itself');
  t.strictSame(notices, []);
  t.match(await readSyncs(prefix), [{ state: 'done', indexed: ids.size }]);
});

t.test('a sync that fails says so, with its error', async (t) => {
  const prefix = testPrefix(t);
  const openSearchUrl = await proxyFor(t, {
    refuse: ({ path }) => (path.startsWith('/_bulk') ? 403 : null),
  });
  const failing = syncS3({ url: SOURCE, endpoint: s3.url, prefix, openSearchUrl });
  await t.rejects(failing, { code: 'opensearch_denied' });
  const [stored] = await readSyncs(prefix);
  t.match(stored, { state: 'failed', error: /refused a bulk request/, indexed: 0 });
  t.match(stored?.finished_at, /^\d{4}-/);
});

t.test(
  'a sync that was killed stays running with its last heartbeat, whatever comes later',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({ a: `${ordinaryLine(1)}\n` });
    const openSearchUrl = await proxyFor(t, {
      before: ({ path, body }) => {
        if (!path.startsWith('/_bulk') || !body.includes('-ledger"')) return 'pass';
        run.child.kill('SIGKILL');
        return 'swallow';
      },
    });
    const env = { TAMARIN_INDEX_PREFIX: prefix };
    const run = startTamarin(['sync', folder], { ...env, OPENSEARCH_URL: openSearchUrl });
    t.equal((await run.done).signal, 'SIGKILL');
    const [killed] = await readSyncs(prefix);
    t.match(killed, { state: 'running', owner: { pid: run.child.pid, process_started: /./ } });
    t.equal(killed?.finished_at, undefined);
    const next = await runTamarin(['sync', folder, '--json'], env);
    t.equal(next.code, 0, next.stderr);
    t.match(JSON.parse(next.stdout), { lines: 1, indexed: 0, duplicates: 1 });
    const [first, second] = await readSyncs(prefix);
    t.strictSame(first, killed);
    t.equal(second?.state, 'done');
  },
);

t.test('what a sync was asked is in its document', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const folder = t.testdir({ '2026-01-20-07-00-00-0A1B2C3D4E5F6071': `${ordinaryLine(1)}\n` });
  const from = '2026-01-01T00:00:00.000Z';
  const to = '2026-02-01T00:00:00.000Z';
  await runTamarin(['sync', folder, '--from', from], env);
  await runTamarin(['sync', folder, '--from', from, '--to', to, '--overwrite'], env);
  const [open, bounded] = (await readSyncs(prefix)).toSorted((a, b) =>
    a.started_at < b.started_at ? -1 : 1,
  );
  t.strictSame(open?.options, { full: false, overwrite: false, from });
  t.equal(open?.complete_from, from, 'all that was delivered from then on was listed');
  t.equal(open?.listing, 'part');
  t.strictSame(bounded?.options, { full: true, overwrite: true, from, to });
  t.notOk(bounded !== undefined && 'complete_from' in bounded);
});

t.test('a dry run writes nothing at all', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ a: `${ordinaryLine(1)}\n` });
  const { code } = await runTamarin(['sync', folder, '--dry-run'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(code, 0);
  t.strictSame((await request('GET', `/${prefix}-*`)).body, {});
});

t.test(
  'a hundred failed log objects are named in JSON and kept, ten of them are told',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({});
    const cut = Buffer.from([0x1f, 0x8b, 8, 0]); // the start of a gzip file
    for (let at = 0; at < 103; at += 1) writeFileSync(`${folder}/${1_000 + at}.gz`, cut);
    const run = await runTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
    t.equal(run.code, 3);
    t.equal(run.stderr.match(/^failed: 1\d\d\d\.gz: ./gm)?.length, 10);
    t.match(run.stderr, /\nfailed: 93 more; --json names up to 100\n$/);
    const { failures }: SyncReport = JSON.parse(run.stdout);
    t.equal(failures.length, 100);
    for (const { key, reason } of failures)
      t.match(`${key} ${reason}`, /^1\d\d\d\.gz unexpected end/);
    const [stored] = await readSyncs(prefix);
    t.equal(stored?.failures.length, 100);
    t.match(stored?.failures[0], /^1\d\d\d\.gz: ./);
    t.equal(stored?.objects.failed, 103);
  },
);
