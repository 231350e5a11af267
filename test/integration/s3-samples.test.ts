/**
 * Goal: the samples give the same records from a bucket as from a folder, in each layout. A quarter of
 * them: what all of them give is in sync-samples.
 */
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { putFiles, s3Env, startS3 } from '../support/s3-server.ts';
import { everyNthSample } from '../support/samples.ts';

const samples = everyNthSample(4);
const { files, ids, counts } = samples;
const folder = samples.folder(t);
const server = await startS3();
t.teardown(() => server.close());
const BUCKET = 'sample-logs';

/** Half of the objects in the simple layout, half in the partitioned one, below one prefix. */
const keyOf = (name: string, at: number): string => {
  const [year, month, day] = name.split('-');
  return at % 2 === 0
    ? `logs/${name}`
    : `logs/123456789012/eu-west-1/media/${year}/${month}/${day}/${name}`;
};
await putFiles(
  server,
  BUCKET,
  files.map(({ name, bytes }, at) => ({ name: keyOf(name, at), bytes })),
);

const prefix = testPrefix(t);
// The SDK reads the environment of the process, which is this file's own.
Object.assign(process.env, s3Env(server.url));
const env = { TAMARIN_INDEX_PREFIX: prefix };

async function sync(...args: readonly string[]): Promise<SyncReport> {
  const { code, stdout, stderr } = await runTamarin(['sync', ...args, '--json'], env);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

t.test('a bucket gives the records of its log objects', async (t) => {
  const report = await sync(`s3://${BUCKET}/logs/`);
  t.match(report, {
    listing: 'whole',
    objects: { listed: files.length, done: files.length, failed: 0 },
    ...counts,
  });
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});

t.test('the ledger knows each object by endpoint, bucket and key', async (t) => {
  const stored = await readAll(`${prefix}-ledger`);
  t.strictSame(
    new Set(stored.map(({ _source }) => _source.physical_id)),
    new Set(
      files.map(({ name }, at) => `s3:${new URL(server.url).host}/${BUCKET}/${keyOf(name, at)}`),
    ),
  );
});

t.test('a second sync lists what is recent and reads nothing', async (t) => {
  const report = await sync(`s3://${BUCKET}/logs/`);
  t.equal(report.listing, 'recent');
  t.match(report, { lines: 0, indexed: 0, bytesRead: 0, objects: { done: 0, failed: 0 } });
});

t.test('another prefix of the bucket finds the same objects to be done', async (t) => {
  const report = await sync(`s3://${BUCKET}`);
  t.match(report, { listing: 'whole', lines: 0, objects: { skipped: files.length, done: 0 } });
});

t.test('a local copy after the bucket is all duplicates', async (t) => {
  const report = await sync(folder);
  t.match(report, { indexed: 0, duplicates: counts.indexed + counts.duplicates });
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});

t.test('--full reads everything again and finds it there', async (t) => {
  const report = await sync(`s3://${BUCKET}/logs/`, '--full');
  t.match(report, { listing: 'whole', indexed: 0, duplicates: counts.indexed + counts.duplicates });
});
