/**
 * Goal: log objects that somebody packed are the same records: the members of an archive, in a folder
 * or a bucket, give the ids of the plain files, and conservation holds over them.
 */
import { writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import type { LogFile } from '../support/expected-ids.ts';
import { makeTar } from '../support/make-tar.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';
import { everyNthSample } from '../support/samples.ts';

const server = await startS3();
t.teardown(() => server.close());

const samples = everyNthSample(10);
const { files, ids } = samples;
const { lines, indexed, rejected } = samples.counts;
const HALF = files.length >> 1;
const plainFolder = samples.folder(t);
const inFolders = files.map((file, at) => ({ name: `${at % 3}/${file.name}`, bytes: file.bytes }));
const isGzip = ({ bytes }: LogFile): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
const repack = (pack: (bytes: Buffer) => Buffer, suffix: string): LogFile[] =>
  files.map((file) => ({
    name: `${file.name.replace(/\.gz$/, '')}${suffix}`,
    bytes: pack(isGzip(file) ? gunzipSync(file.bytes) : file.bytes),
  }));

// biome-ignore format: a table, one row a packing
const PACKED: Readonly<Record<string, readonly LogFile[]>> = {
  'one tar': [{ name: 'january.tar', bytes: makeTar(files) }],
  'one tar.gz with folders': [{ name: 'january.tar.gz', bytes: gzipSync(makeTar(inFolders, 'pax')) }],
  'a tar of archives': [{ name: 'all.tar', bytes: makeTar([
    { name: 'first.tar.zst', bytes: zstdCompressSync(makeTar(files.slice(0, HALF), 'gnu')) },
    { name: 'second.tgz', bytes: gzipSync(makeTar(files.slice(HALF), 'v7')) },
  ]) }],
  'gzip in gzip': repack((bytes) => gzipSync(gzipSync(bytes)), '.gz'),
  'zstd': repack(zstdCompressSync, '.zst'),
};

function checkSums(t: Test, { lines, indexed, duplicates, rejected, skipped }: SyncReport): void {
  t.equal(lines, indexed + duplicates + rejected + skipped, 'the lines are what became of them');
}
type Test = Pick<typeof t, 'equal'>;

async function syncFolder(t: Test, folder: string, prefix: string): Promise<SyncReport> {
  const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

for (const [name, packed] of Object.entries(PACKED)) {
  t.test(`the samples as ${name}: the same records, by folder and by bucket`, async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir(Object.fromEntries(packed.map(({ name, bytes }) => [name, bytes])));
    const first = await syncFolder(t, folder, prefix);
    t.match(first, { lines, indexed, rejected });
    t.match(first.objects, { listed: packed.length, done: packed.length, failed: 0, notALog: 0 });
    checkSums(t, first);
    t.strictSame(await readIds(`${prefix}-records-*`), ids);
    const ledger = await readAll(`${prefix}-ledger`);
    t.equal(ledger.length, packed.length, 'one entry an archive');

    const bucket = name.replaceAll(/\W/g, '-');
    await putFiles(server, bucket, packed);
    const { report } = await syncS3({ url: `s3://${bucket}/`, endpoint: server.url, prefix });
    t.match(report, { lines, indexed: 0, rejected });
    checkSums(t, report);
    const plain = await syncFolder(t, plainFolder, prefix);
    t.match(plain, { lines, indexed: 0, rejected });
    t.strictSame(await readIds(`${prefix}-records-*`), ids, 'member and plain file are the same');
  });
}

t.test('a record says which member it came from, with numbers that begin anew', async (t) => {
  const prefix = testPrefix(t);
  const member = (name: string, from: number) => ({
    name,
    bytes: Buffer.from(`${ordinaryLine(from)}\nbroken ${from} [x\n${ordinaryLine(from + 1)}\n`),
  });
  const folder = t.testdir({});
  const tar = makeTar([member('./a', 1), member('b/c', 11), { name: 'README', bytes: Buffer.from('hello\n') }]); // biome-ignore format: one archive
  writeFileSync(`${folder}/all.tar`, tar);
  const report = await syncFolder(t, folder, prefix);
  t.match(report, { lines: 7, indexed: 4, rejected: 3 }, 'an archive with a README is a log');
  const places = (await readAll(`${prefix}-records-*`)).map(
    ({ _source }) => `${_source.log_key} ${_source.log_line}`,
  );
  t.strictSame(places.sort(), ['all.tar!./a 1', 'all.tar!./a 3', 'all.tar!b/c 1', 'all.tar!b/c 3']);
  const rejects = (await readAll(`${prefix}-quarantine`)).map(
    ({ _source }) => `${_source.log_key} ${_source.log_line} ${_source.offset}`,
  );
  const offset = ordinaryLine(1).length + 1;
  t.strictSame(rejects.sort(), [
    `all.tar!./a 2 ${offset}`,
    'all.tar!README 1 0',
    `all.tar!b/c 2 ${ordinaryLine(11).length + 1}`,
  ]);
  t.match((await readAll(`${prefix}-ledger`))[0]?._source, { log_key: 'all.tar', lines: 7, state: 'done' }); // biome-ignore format: one assertion
});

t.test('what cannot be read fails alone, with its name and the way to unpack it', async (t) => {
  const prefix = testPrefix(t);
  const line = Buffer.from(`${ordinaryLine(1)}\n`);
  const bad: Readonly<Record<string, Buffer>> = {
    'a.bz2': Buffer.from('QlpoOTFBWSZTWQ==', 'base64'),
    'b.log': Buffer.from(`\ufeff${ordinaryLine(2)}\n`, 'utf16le'),
    'c.parquet': Buffer.from('PAR1 and the rest of it'),
    'd.tar': makeTar([
      { name: 'in.zip', bytes: Buffer.from('PK\x03\x04') },
      { name: 'good', bytes: line },
    ]),
  };
  const names = Object.entries(bad).map(([name, bytes]) => ({ name, bytes }));
  await putFiles(server, 'unreadable', [...names, { name: 'good', bytes: line }]);
  const { report, tally } = await syncS3({ url: 's3://unreadable/', endpoint: server.url, prefix });
  t.match(report.objects, { listed: 5, done: 1, failed: 4 });
  t.match(report, { lines: 2, indexed: 1, duplicates: 1, rejected: 0 });
  t.strictSame(
    tally.failures
      .map(({ key, reason }) => `${key}: ${reason}`.replace(/ and sync.*|, made by.*/, ''))
      .sort(),
    [
      'a.bz2: it is a bzip2 file: unpack it (bunzip2)',
      'b.log: it is UTF-16 text: convert it (iconv -f UTF-16 -t UTF-8)',
      'c.parquet: it is a Parquet file',
      'd.tar: its member in.zip: it is a zip archive: unpack it (unzip)',
    ],
  );
  const states = (await readAll(`${prefix}-ledger`)).map(({ _source }) => _source.state);
  t.strictSame(states.sort(), ['done', 'failed', 'failed', 'failed', 'failed']);
});
