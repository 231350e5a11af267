/**
 * Goal: other files in a source are told from logs, whatever their length: their lines count nowhere.
 * And a log is never taken for one of them, however much other text stands before its first record.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { makeTar } from '../support/make-tar.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';

const server = await startS3();
t.teardown(() => server.close());

/** Without one, a file this new would wait for the next pass. */
const LINE_END = Buffer.from('\n');

/** Bytes as a compressed picture has them, of which one in 256 is an LF. */
function makePicture(number: number): Buffer {
  const blocks = Array.from({ length: 2_000 }, (_, at) =>
    createHash('sha256').update(`${number} ${at}`).digest(),
  );
  return Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), ...blocks, LINE_END]);
}
const makeTrail = (number: number): Buffer => {
  const event = { eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventTime: '2026-01-17T10:00:00Z' }; // biome-ignore format: one event
  const events = Array.from({ length: 150 }, (_, at) => ({ ...event, eventID: `${number}-${at}` }));
  return Buffer.from(`${JSON.stringify({ Records: events }, null, number % 2)}\n`);
};
const OTHERS = Array.from({ length: 20 }, (_, at) => [
  { name: `pictures/${at}.jpg`, bytes: makePicture(at) },
  { name: `trail/${at}.json`, bytes: makeTrail(at) },
]).flat();
const LOG = {
  name: 'logs/2026-01-17-21-32-16-3E57427F33A59F07',
  bytes: Buffer.from(`${Array.from({ length: 50 }, (_, at) => ordinaryLine(at)).join('\n')}\n`),
};

async function sync(
  folder: string,
  prefix: string,
): Promise<{ code: number | null; stderr: string; report: SyncReport }> {
  const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix }); // biome-ignore format: one call
  return { code, stderr, report: JSON.parse(stdout) };
}

t.test('20 pictures and 20 CloudTrail files beside a log count nowhere', async (t) => {
  const files = [...OTHERS, LOG];
  const folder = t.testdir({ pictures: {}, trail: {}, logs: {} });
  for (const { name, bytes } of files) writeFileSync(`${folder}/${name}`, bytes);
  await putFiles(server, 'mixed', files);
  const byFolder = testPrefix(t);
  const byBucket = testPrefix(t);
  const { code, report, stderr } = await sync(folder, byFolder);
  t.equal(code, 0, stderr);
  const bucket = await syncS3({ url: 's3://mixed/', endpoint: server.url, prefix: byBucket });
  for (const [prefix, found] of [
    [byFolder, report],
    [byBucket, bucket.report],
  ] as const) {
    // biome-ignore format: pairs
    t.match(found.objects, { listed: 41, done: 1, failed: 0, notALog: 40 });
    t.match(found, { lines: 50, indexed: 50, duplicates: 0, rejected: 0, skipped: 0 });
    t.strictSame(
      await readIds(`${prefix}-records-*`),
      expectedIds([LOG], () => false),
    );
    const entries = (await readAll(`${prefix}-ledger`)).filter(({ _source }) => _source.state === 'not_a_log'); // biome-ignore format: one filter
    t.equal(entries.length, 40);
    t.ok(entries.every(({ _source }) => _source.lines === 0 && _source.rejected === 0));
    const kept = new Map<unknown, number>();
    for (const { _source } of await readAll(`${prefix}-quarantine`))
      kept.set(_source.log_key, (kept.get(_source.log_key) ?? 0) + 1);
    t.ok(Math.max(...kept.values()) <= 10, 'at most ten lines of each are kept');
  }
  const second = await sync(folder, byFolder);
  t.match(
    second.report,
    { lines: 0, objects: { listed: 41, skipped: 41 } },
    'nothing is read again',
  );
});

t.test('a source of nothing but such files says so, also of one short line', async (t) => {
  const folder = t.testdir({ hello: 'hello\n', 'data.json': '{"a": 1}\n' });
  const { code, stderr, report } = await sync(folder, testPrefix(t));
  t.equal(code, 1);
  t.match(report.objects, { listed: 2, done: 0, notALog: 2 });
  t.match(stderr, /No line in .* is an S3 server access log record: 2 of 2 log objects contain other data\./); // biome-ignore format: one assertion
  const tar = t.testdir({});
  mkdirSync(`${tar}/x`);
  writeFileSync(`${tar}/x/pictures.tar`, makeTar(OTHERS));
  const packed = await sync(`${tar}/x`, testPrefix(t));
  t.equal(packed.code, 1, 'an archive of pictures is one of them');
  t.match(packed.report, { lines: 0, objects: { notALog: 1 } });
});

t.test('a source that gave records is not refused for a new file of one bad line', async (t) => {
  const folder = t.testdir({ first: LOG.bytes });
  const prefix = testPrefix(t);
  t.equal((await sync(folder, prefix)).code, 0);
  writeFileSync(`${folder}/second`, `${ordinaryLine(77).slice(0, 130)}\n`);
  const { code, stderr, report } = await sync(folder, prefix);
  t.equal(code, 0, stderr);
  t.match(report, { lines: 1, rejected: 1, objects: { listed: 2, skipped: 1, done: 1 } });
  const alone = t.testdir({ only: `${ordinaryLine(77).slice(0, 130)}\n` });
  const refused = await sync(alone, testPrefix(t));
  t.equal(refused.code, 1);
  t.match(refused.stderr, /: 1 of 1 line rejected\./);
});

// biome-ignore format: a table, one row a case
const LATE: readonly (readonly [what: string, line: string, want: Partial<SyncReport>])[] = [
  ['record', ordinaryLine(77), { indexed: 1 }],
  ['reject with another reason', `${ordinaryLine(77).slice(0, 130)}`, { indexed: 0 }],
];
for (const [what, line, want] of LATE) {
  for (const before of [999, 1_000, 5_000]) {
    t.test(`a ${what} behind ${before} lines of other text makes it a log`, async (t) => {
      const text = `${Array.from({ length: before }, (_, at) => `noise ${at}`).join('\n')}\n`;
      const bytes = Buffer.from(`${text}${line}\n${text}`);
      const bucket = `late-${before}-${want.indexed}`;
      const prefix = testPrefix(t);
      await putFiles(server, bucket, [{ name: 'log', bytes }, LOG]);
      const { report } = await syncS3({ url: `s3://${bucket}/`, endpoint: server.url, prefix });
      t.match(report.objects, { done: 2, notALog: 0, failed: 0 });
      const indexed = 50 + (want.indexed ?? 0);
      t.match(report, { lines: 2 * before + 51, indexed, duplicates: 0 });
      t.equal(report.rejected, report.lines - indexed);
      t.equal((await readIds(`${prefix}-records-*`)).size, indexed);
      const quarantined = await readAll(`${prefix}-quarantine`);
      t.equal(quarantined.length, before + 1 - (want.indexed ?? 0), 'each distinct line once');
    });
  }
}
