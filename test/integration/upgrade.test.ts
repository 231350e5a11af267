/**
 * Goal: what the version before has stored is read, widened and kept; what it may have read wrongly
 * is read again, or told.
 */
import { statSync, utimesSync } from 'node:fs';
import t from 'tap';
import { indexNames } from '../../src/bulk/index-name.ts';
import { connect } from '../../src/opensearch/client.ts';
import { readEarlierSyncs } from '../../src/opensearch/sync-history.ts';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { readAll, readIds, request, testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { idsOf, makeLogObjects } from '../support/s3-log-objects.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';
import { makeIndicesBefore, putDocument, putEntryBefore } from '../support/version-before.ts';

/** Records of 1 January 2026. */
const linesFrom = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => ordinaryLine(first + at));

const WRITTEN = new Date('2026-01-20T08:00:00Z');
const texts: Readonly<Record<string, string>> = {
  done: linesFrom(1, 20).join('\n'),
  failed: linesFrom(101, 10).join('\n'),
  // The reader before this one knew no such container, or lost patience with such a file.
  'log-after-all': linesFrom(201, 5).join('\n'),
  'no-log': Array.from({ length: 1_200 }, (_, at) => `<p>${at}</p>`).join('\n'),
};
const filesOf = (names: readonly string[]) =>
  names.map((name) => ({ name, bytes: Buffer.from(texts[name] ?? '') }));
const idsIn = (...names: readonly string[]) =>
  expectedIds(filesOf(names), (line) => line[0] === '<');

interface Stored {
  readonly state: string;
  readonly reader?: number;
  readonly sync_id: string;
}

async function readLedger(prefix: string): Promise<Readonly<Record<string, Stored>>> {
  const entries = await readAll(`${prefix}-ledger`);
  return Object.fromEntries(
    entries.map(({ _source }) => [String(_source.log_key), _source as unknown as Stored]), // every entry has them
  );
}

async function metaOf(index: string): Promise<unknown> {
  const { body } = await request('GET', `/${index}/_mapping`);
  return body;
}

t.test('indices, records, ledger and syncs of the version before', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ ...texts });
  await makeIndicesBefore(prefix, '2026-01');
  for (const [name, text] of Object.entries(texts)) {
    const path = `${folder}/${name}`;
    utimesSync(path, WRITTEN, WRITTEN);
    const { size: sizeBytes, mtimeMs } = statSync(path);
    const state = name === 'no-log' || name === 'log-after-all' ? 'not_a_log' : name;
    if (state !== 'done' && state !== 'failed' && state !== 'not_a_log') throw new Error(name);
    const lines = text.split('\n').length;
    await putEntryBefore(prefix, { path, sizeBytes, mtimeMs }, { state, lines });
  }
  for (const [at, id] of [...idsIn('done')].entries())
    await putDocument(`${prefix}-records-2026-01`, id, {
      '@timestamp': '2026-01-01T01:01:07Z',
      bucket: 'radio-archive',
      log_key: 'done',
      log_line: at + 1,
      sync_id: 'before',
    });
  await putDocument(`${prefix}-syncs`, 'before', {
    source: folder,
    source_id: `file:${folder}`,
    listing: 'whole',
    state: 'done',
    started_at: '2026-01-21T00:00:00.000Z',
    finished_at: '2026-01-21T00:00:01.000Z',
    objects: { listed: 4, skipped: 0, done: 1, failed: 1, not_a_log: 2 },
    lines: 20,
  });

  async function sync(
    ...flags: readonly string[]
  ): Promise<SyncReport & { readonly told: string }> {
    const before = (await readIds(`${prefix}-records-*`)).size;
    const run = await runTamarin(['sync', folder, '--json', ...flags], {
      TAMARIN_INDEX_PREFIX: prefix,
    });
    t.equal(run.code, 0, run.stderr);
    const report: SyncReport = JSON.parse(run.stdout);
    t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
    const after = (await readIds(`${prefix}-records-*`)).size;
    t.equal(after - before, report.indexed, 'the index grew by what was indexed');
    return { ...report, told: run.stderr };
  }
  const told = (report: { readonly told: string }): string =>
    report.told.split('\n').find((line) => line.includes('older version')) ?? '';

  await t.test('what may be read otherwise now is read again, what is done is told', async (t) => {
    const report = await sync();
    t.match(report.objects, { listed: 4, skipped: 1, done: 2, failed: 0, notALog: 1 });
    t.equal(report.indexed, 15);
    t.equal(report.olderReader, 1);
    t.equal(
      told(report),
      '1 log object was read by an older version: run sync --full --overwrite to read it again',
    );
    t.strictSame(
      await readIds(`${prefix}-records-*`),
      idsIn('done', 'failed', 'log-after-all'),
      'the ids stay, and those of the input are there',
    );
    const ledger = await readLedger(prefix);
    t.match(ledger, {
      done: { state: 'done', sync_id: 'before' },
      'log-after-all': { state: 'done', reader: 2 },
      'no-log': { state: 'not_a_log', reader: 2 },
      failed: { state: 'done', reader: 1 },
    });
    t.equal(ledger.done?.reader, undefined);
  });

  await t.test('every index has the fields and the version of today', async (t) => {
    const added = {
      ledger: { version: 2, field: 'reader' },
      quarantine: { version: 2, field: 'record_time' },
      syncs: { version: 5, field: 'shipped_from' },
    };
    for (const [name, { version, field }] of Object.entries(added)) {
      const index = `${prefix}-${name}`;
      t.match(await metaOf(index), {
        [index]: { mappings: { _meta: { version }, properties: { [field]: { type: /./ } } } },
      });
    }
  });

  await t.test('the next sync reads nothing, and tells what is left', async (t) => {
    const report = await sync();
    t.match(report, { lines: 0, objects: { skipped: 4 }, olderReader: 2 });
    t.match(told(report), /^2 log objects were read .* to read them again$/);
  });

  await t.test(
    '--full without --overwrite leaves what an older version wrote, and says so',
    async (t) => {
      t.match(await sync('--full'), { indexed: 0, duplicates: 35 });
      t.equal((await sync()).olderReader, 2);
    },
  );

  await t.test('--full --overwrite makes all of it current', async (t) => {
    const report = await sync('--full', '--overwrite');
    t.match(report, { indexed: 0, duplicates: 35, olderReader: 0 });
    for (const [name, entry] of Object.entries(await readLedger(prefix)))
      t.match(entry, { reader: 2, sync_id: report.syncId }, name);
    const records = await readAll(`${prefix}-records-*`);
    t.strictSame(new Set(records.map(({ _id }) => _id)), idsIn('done', 'failed', 'log-after-all'));
    t.ok(records.every(({ _source }) => _source.sync_id === report.syncId));
    const next = await sync();
    t.equal(next.olderReader, 0);
    t.equal(told(next), '');
  });
});

t.test('an index of a newer version is left as it is', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const folder = t.testdir({ log: `${ordinaryLine(1)}\n` });
  t.equal((await runTamarin(['sync', folder], env)).code, 0);
  const indices = ['ledger', 'quarantine', 'syncs'].map((name) => `${prefix}-${name}`);
  for (const index of indices)
    await request('PUT', `/${index}/_mapping`, {
      _meta: { version: 99 },
      properties: { of_tomorrow: { type: 'keyword' } },
    });
  const before = await Promise.all(indices.map(metaOf));
  t.equal((await runTamarin(['sync', folder, '--full'], env)).code, 0);
  t.strictSame(await Promise.all(indices.map(metaOf)), before);
});

t.test(
  'what a recent listing leaves out is read again, too, where it was no log to an older reader',
  async (t) => {
    const prefix = testPrefix(t);
    const s3 = await startS3();
    t.teardown(() => s3.close());
    const make = (daysAgo: number) =>
      makeLogObjects({
        count: 1,
        lines: 10,
        at: new Date(Date.now() - daysAgo * 24 * 3_600_000),
        prefix: 'logs/',
        form: () => 'plain',
      });
    const files = [...make(30), ...make(0.1)];
    await putFiles(s3, 'upgraded', files);
    const about = { url: 's3://upgraded/logs/', endpoint: s3.url, prefix };
    t.equal((await syncS3(about)).report.listing, 'whole');
    const [old] = files;
    await request('POST', `/${prefix}-ledger/_update_by_query?refresh=true`, {
      query: { term: { log_key: old?.name } },
      script: { source: "ctx._source.remove('reader'); ctx._source.state = 'not_a_log'" },
    });
    await request('POST', `/${prefix}-records-*/_delete_by_query?refresh=true`, {
      query: { term: { log_key: old?.name } },
    });
    const { report } = await syncS3(about);
    t.match(report, { listing: 'recent', indexed: 10, olderReader: 0, objects: { done: 1 } });
    t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
    t.match(await readLedger(prefix), { [old?.name ?? '']: { state: 'done', reader: 2 } });
    t.match((await syncS3(about)).report, { listing: 'recent', lines: 0, objects: { done: 0 } });
  },
);

t.test('syncs without a kind are syncs, documents of another kind are none', async (t) => {
  const prefix = testPrefix(t);
  const { syncs } = indexNames(prefix, 'month');
  await makeIndicesBefore(prefix, '2026-01');
  const url = testEngineUrl();
  const server = await connect({ url, username: null, password: null, caFile: null });
  t.teardown(() => server.client.close());
  const document = { source_id: 'file:/logs', state: 'done', listing: 'whole' };
  const earlier = () => readEarlierSyncs(server, syncs, 'file:/logs');
  await putDocument(syncs, 'before', { ...document, started_at: '2026-01-21T00:00:00Z' });
  const startedMs = Date.parse('2026-01-21T00:00:00Z');
  t.strictSame(await earlier(), { completeMs: startedMs, wholeMs: startedMs });
  await request('PUT', `/${syncs}/_mapping`, { properties: { kind: { type: 'keyword' } } });
  const later = { ...document, started_at: '2026-01-22T00:00:00Z' };
  for (const kind of ['lease', 'idempotency', 'queued'])
    await putDocument(syncs, kind, { ...later, kind });
  t.strictSame(await earlier(), { completeMs: startedMs, wholeMs: startedMs });
  await putDocument(syncs, 'sync', { ...later, kind: 'sync' });
  const laterMs = Date.parse(later.started_at);
  t.strictSame(await earlier(), { completeMs: laterMs, wholeMs: laterMs });
});
