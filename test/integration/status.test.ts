/** Goal: `status` says of each source what is in, what is missing and why; `--forget` drops one. */
import t, { type Test } from 'tap';
import { readAll, request, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

type Document = Readonly<Record<string, unknown>>;

async function put(prefix: string, index: string, ...documents: readonly Document[]) {
  for (const document of documents) {
    const answer = await request('POST', `/${prefix}-${index}/_doc?refresh=true`, document); // a few
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  }
}

const LOGS = { source: 's3://logs/', source_id: 's3:Amazon S3/logs/' };
const INNER = { source: 's3://logs/2026/', source_id: 's3:Amazon S3/logs/2026/' };
const START = '2026-02-24T00:07:30.000Z';
const DONE = { listing: 'whole', state: 'done', started_at: START, finished_at: '2026-02-24T00:09:00.000Z' }; // biome-ignore format: one document
const object = (name: string, about: Document = {}): Document => ({
  log_key: name,
  physical_id: `s3:Amazon S3/logs/${name}`,
  state: 'done',
  last_modified: '2026-02-10T00:00:00.000Z',
  ...about,
});

async function world(t: Test): Promise<string> {
  const prefix = testPrefix(t);
  await runTamarin(['setup', '--index-prefix', prefix]);
  for (const name of ['syncs', 'ledger', 'quarantine']) await request('PUT', `/${prefix}-${name}`); // three
  await put(prefix, 'syncs', { ...LOGS, ...DONE, objects: { listed: 7, done: 3, growing: 1 } });
  const killed = { ...LOGS, listing: 'recent', state: 'running', started_at: '2026-02-25T00:00:00.000Z', objects: { listed: 9, done: 2 } }; // biome-ignore format: one document
  await put(prefix, 'syncs', killed, { ...INNER, ...DONE, objects: { listed: 1, done: 1 } });
  const failed = { state: 'failed', error: 'it is cut', last_modified: '2026-02-11T00:00:00.000Z' };
  await put(
    prefix,
    'ledger',
    object('a', { delay_s: 60 }),
    object('2026/b', { delay_s: 7_200, rejected: 4 }),
    object('c', failed),
    object('d', { state: 'archived' }),
    object('e', { state: 'gone' }),
    object('f', { state: 'not_a_log' }),
    { ...object('g'), physical_id: 's3:Amazon S3/other/g' },
  );
  await put(prefix, 'quarantine', { reason: 'torn_record' }, { reason: 'torn_record' });
  await put(prefix, 'quarantine', { reason: 'status_invalid' });
  return prefix;
}

t.test('what is in, what is missing and why', async (t) => {
  const prefix = await world(t);
  const { code, stdout, stderr } = await runTamarin(['status'], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(code, 0, stderr);
  t.match(stdout, /^NOT complete: of the log objects in s3:\/\/logs\/, 1 failed, 1 is archived, 1 is still being written/); // biome-ignore format: one pattern
  for (const line of [
    'last complete sync  began 24 Feb',
    'last sync           the sync of s3://logs/ stopped unexpectedly at 2 of 9: run it again (began 25 Feb',
    'log objects         2 done, 1 failed, 1 archived, 1 deleted before they were read, 1 not access logs, 1 still being written',
    'failed              c: it is cut',
    'archived            d',
    '3 lines rejected',
    'torn_record         2',
  ])
    t.match(stdout, line);
  t.match(
    stdout,
    /S3 delivery delay +about .* \(median\), .* \(90 %\), .* \(99 %\), at most 2\.0 h/,
  );
  t.match(stdout, 'rejected lines      4 in 2026/b\n');
  t.match(stdout, /Next: tamarin sync s3:\/\/logs\/\n.*"stopped"/);
});

t.test('the same as JSON', async (t) => {
  const prefix = await world(t);
  const { stdout } = await runTamarin(['status', '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  const { asOf, sources, rejects } = JSON.parse(stdout);
  t.match(asOf, { complete: false, deliveredUntil: START, failed: 3, rejected: 3 });
  t.strictSame(rejects, { torn_record: 2, status_invalid: 1 });
  t.strictSame(
    sources.map((each: { source: string }) => each.source),
    ['s3://logs/', 's3://logs/2026/'],
  );
  t.match(sources[0], {
    sourceId: LOGS.source_id,
    counts: true,
    lastSync: { state: 'stopped', objects: { listed: 9, done: 2 } },
    lastCompleteSync: { startedAt: START },
    objects: { done: 2, failed: 1, archived: 1, gone: 1, not_a_log: 1 },
    named: [
      { logKey: 'c', state: 'failed', reason: 'it is cut' },
      { logKey: 'd' },
      { logKey: 'e' },
    ],
    growing: 1,
    delay: { max: 7_200, p50: { exact: false }, p90: { exact: false }, p95: { exact: false }, p99: { exact: false } }, // biome-ignore format: one object
    rejectedIn: [{ logKey: '2026/b', lines: 4 }],
    rejectedObjects: 1,
  });
});

t.test(
  'a source that is forgotten holds no answer back, and what others share stays',
  async (t) => {
    const prefix = await world(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix };
    const { code, stdout, stderr } = await runTamarin(['status', '--forget', 's3://logs/'], env);
    t.equal(code, 0, stderr);
    t.match(stdout, /^s3:\/\/logs\/ is forgotten: 2 syncs, 5 log objects\. Its records stay/);
    const keys = (await readAll(`${prefix}-ledger`)).map(({ _source }) => _source.log_key);
    t.strictSame(keys.sort(), ['2026/b', 'g']);
    const left = JSON.parse((await runTamarin(['status', '--json'], env)).stdout);
    t.match(left, { asOf: { complete: true }, sources: { length: 1 } });
    t.equal((await readAll(`${prefix}-quarantine`)).length, 3);
  },
);

t.test('a source inside another one leaves the ledger to it', async (t) => {
  const prefix = await world(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const args = ['status', '--json', '--forget', INNER.source_id];
  const { stdout } = await runTamarin(args, env);
  t.strictSame(JSON.parse(stdout), { source: INNER.source_id, sourceId: INNER.source_id, syncs: 1, logObjects: 0 }); // biome-ignore format: one comparison
});

t.test('what cannot be forgotten: a name that is none, a sync that runs', async (t) => {
  const prefix = await world(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const unknown = await runTamarin(['status', '--forget', 's3://lgos/'], env);
  t.equal(unknown.code, 2);
  t.match(
    unknown.stderr,
    /No sync of "s3:\/\/lgos\/" is on record\.\n.*s3:\/\/logs\/ \(s3:Amazon S3\/logs\/\)/,
  );
  const now = new Date().toISOString();
  await put(prefix, 'syncs', { ...LOGS, listing: 'whole', state: 'running', started_at: now });
  const runs = await runTamarin(['status', '--forget', 's3://logs/'], env);
  t.equal(runs.code, 2);
  t.match(runs.stderr, /A sync of s3:\/\/logs\/ is running/);
  t.equal((await readAll(`${prefix}-syncs`)).length, 4, 'nothing was deleted');
});

t.test('before any sync there is nothing to tell', async (t) => {
  const prefix = testPrefix(t);
  const { code, stdout } = await runTamarin(['status'], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(code, 0);
  t.match(stdout, /^NOT complete: no sync is on record\.\n\nNext: tamarin sync s3:\/\/LOG-BUCKET\/PREFIX\n.*docs\/no-logs\.md/); // biome-ignore format: one pattern
  t.equal(stdout.split('\n').length, 5, 'and nothing more');
});

t.test('what is kept: records, first and last of each bucket, disk, and who runs', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const line = (bucket: string, day: number): string =>
    `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be ${bucket} [${day}/Feb/2026:10:00:00 +0000] 192.0.2.1 - ${bucket}${day} REST.GET.OBJECT a.mp3 "GET /a.mp3 HTTP/1.1" 200 - 5 5 1 1 "-" "curl/8.5.0" -`;
  const lines = [line('media', 11), line('media', 12), line('media', 28), line('other', 13)];
  const folder = t.testdir({ log: `${lines.join('\n')}\n` });
  await runTamarin(['sync', `${folder}/log`], env);
  const lease = { kind: 'lease', sync_id: 's', source: 's3://slow/', trigger: 'cli', started_at: START, heartbeat_at: new Date().toISOString() }; // biome-ignore format: one document
  await put(prefix, 'syncs', lease);
  const { buckets, disk, running, next } = JSON.parse((await runTamarin(['status', '--json'], env)).stdout); // biome-ignore format: one answer
  t.strictSame(buckets, [
    { bucket: 'media', records: 3, first: '2026-02-11T10:00:00.000Z', last: '2026-02-28T10:00:00.000Z' }, // biome-ignore format: one row
    { bucket: 'other', records: 1, first: '2026-02-13T10:00:00.000Z', last: '2026-02-13T10:00:00.000Z' }, // biome-ignore format: one row
  ]);
  t.ok(disk.records > 0 && disk.bookkeeping > 0 && disk.bytes === disk.records + disk.bookkeeping);
  t.match(running, [{ source: 's3://slow/', startedAt: START }]);
  t.equal(next.command, 'tamarin status');
  const { stdout } = await runTamarin(['status'], env);
  t.match(stdout, /media +3 records, 11 Feb 10:00 to 28 Feb 10:00 UTC\n +other +1 record, 13 Feb/);
  t.match(stdout, /running +s3:\/\/slow\/, since 24 Feb 00:07 UTC; last sign of life .* ago\n +disk +[\d.]+ [kM]B: records/); // biome-ignore format: one pattern
});
