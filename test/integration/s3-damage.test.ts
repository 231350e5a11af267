/**
 * Goal: a body that comes damaged leaves no trace: no line counts twice, no document stays that the
 * log object does not hold, and none goes that something else has written.
 */

import { gzipSync } from 'node:zlib';
import t from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds, type LogFile } from '../support/expected-ids.ts';
import { makeTar } from '../support/make-tar.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { startFaultFront } from '../support/s3-fault-front.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3, type TestSync } from '../support/s3-sync.ts';

const server = await startS3();
t.teardown(() => server.close());

const NO_ROOM = { spoolBytes: 0 };
const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const expired = (key: string): string =>
  `${OWNER} media [17/Jan/2026:21:32:16 +0000] - AmazonS3 - S3.EXPIRE.OBJECT ${key} "-" - - - 5 - - "-" "-" -`;
/** Without a request id: equal lines are told apart by their order in the object. */
const FIVE = [expired('a'), expired('a'), expired('b'), expired('a'), expired('b')];
const NAME = 'logs/2026-01-17-21-32-16-3E57427F33A59F07';
/** Blank lines are no lines, but bytes: more than is held in memory. */
const FILL = `${' '.repeat(9_999)}\n`.repeat(120);

const logOf = (lines: readonly string[], name = NAME): LogFile => ({
  name,
  bytes: Buffer.from(`${lines.join('\n')}\n${FILL}`),
});
const idsOf = (files: readonly LogFile[]): Set<string> => expectedIds(files, () => false);

/** A front that damages one byte of the first answers, at the place of `text`. */
async function startDamage(
  t: Pick<typeof test, 'teardown'>,
  file: LogFile,
  about: { readonly text: string; readonly times: number },
) {
  const place = file.bytes.indexOf(about.text);
  const front = await startFaultFront({
    target: server.url,
    random: () => (place + 0.5) / file.bytes.length,
    choose: ({ kind, before, key }) =>
      kind === 'object' && before < about.times && key === file.name ? 'corrupt_byte' : null,
  });
  t.teardown(() => front.close());
  return front;
}
const test = t;

function checkSums(t: Pick<typeof test, 'equal'>, { report }: TestSync): void {
  const { lines, indexed, duplicates, rejected, skipped } = report;
  t.equal(lines, indexed + duplicates + rejected + skipped);
}

for (const [name, settings] of [
  ['with room to check it', {}],
  ['without room', NO_ROOM],
] as const) {
  // biome-ignore format: pairs
  for (const times of [1, 3]) {
    t.test(`five lines, damaged ${times} times, ${name}: five documents`, async (t) => {
      const prefix = testPrefix(t);
      const file = logOf(FIVE);
      const bucket = `five-${times}-${settings === NO_ROOM}`;
      await putFiles(server, bucket, [file]);
      const front = await startDamage(t, file, { text: 'b "-"', times });
      const run = { url: `s3://${bucket}/`, endpoint: front.url, prefix, settings };
      const synced = await syncS3(run);
      t.equal(front.fired.get('corrupt_byte'), times);
      t.match(synced.report, { lines: 5, indexed: 5, duplicates: 0, rejected: 0 });
      checkSums(t, synced);
      t.strictSame(await readIds(`${prefix}-records-*`), idsOf([file]));
      t.match((await readAll(`${prefix}-ledger`))[0]?._source, { lines: 5, indexed: 5, state: 'done' });
      const told = synced.notices.filter((notice) => notice.includes(NAME));
      if (settings === NO_ROOM)
        t.match(told, [/arrived damaged and was read again; deleted what it does not contain: 1 record$/]);
      else t.strictSame(told, [], 'nothing of it got through');
      const second = await syncS3({ ...run, endpoint: server.url, options: { full: true } });
      t.match(second.report, { lines: 5, indexed: 0, duplicates: 5 });
    });
  }
}

t.test('an archive that came damaged: each member counts anew', async (t) => {
  const prefix = testPrefix(t);
  const members = [logOf(FIVE), logOf(FIVE, 'logs/2026-01-17-21-32-17-3E57427F33A59F08')];
  const file = { name: 'logs/all.tar', bytes: makeTar(members) };
  await putFiles(server, 'archive', [file]);
  const front = await startDamage(t, file, { text: 'b "-"', times: 1 });
  const about = { url: 's3://archive/', endpoint: front.url, prefix, settings: NO_ROOM };
  const synced = await syncS3(about);
  t.equal(front.fired.get('corrupt_byte'), 1);
  t.match(synced.report, { lines: 10, indexed: 10, duplicates: 0, rejected: 0 });
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(members), 'as of the plain files');
  t.match(synced.notices.join(), /deleted what it does not contain: 1 record$/);
});

t.test('what another log object has written is never deleted', async (t) => {
  const prefix = testPrefix(t);
  const lines = Array.from({ length: 5 }, (_, at) => ordinaryLine(at + 1));
  const first = logOf(lines.slice(0, 3), 'logs/first');
  const second = logOf(lines, 'logs/second');
  await putFiles(server, 'shared', [first]);
  const front = await startDamage(t, second, { text: 'part-2.mp3', times: 1 });
  const about = { url: 's3://shared/', endpoint: front.url, prefix, settings: NO_ROOM };
  t.match((await syncS3(about)).report, { lines: 3, indexed: 3 });
  await server.put('shared', second.name, second.bytes);
  const synced = await syncS3(about);
  t.match(synced.report, { lines: 5, indexed: 2, duplicates: 3, rejected: 0 });
  checkSums(t, synced);
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf([first, second]));
  t.match(synced.notices.join(), /deleted what it does not contain: 1 record$/);
});

t.test('nor what an overwriting sync has found there', async (t) => {
  const prefix = testPrefix(t);
  const lines = Array.from({ length: 5 }, (_, at) => ordinaryLine(at + 1));
  const file = logOf(lines);
  await putFiles(server, 'rewritten', [file]);
  const about = { url: 's3://rewritten/', endpoint: server.url, prefix, settings: NO_ROOM };
  await syncS3(about);
  const front = await startDamage(t, file, { text: 'part-3.mp3', times: 1 });
  const options = { full: true, overwrite: true };
  const synced = await syncS3({ ...about, endpoint: front.url, options });
  t.match(synced.report, { lines: 5, indexed: 0, duplicates: 5 });
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf([file]));
  t.match(synced.notices.join(), /deleted what it does not contain: 1 record$/);
});

t.test('a line that was no record only while it was damaged leaves quarantine', async (t) => {
  const prefix = testPrefix(t);
  const lines = Array.from({ length: 5 }, (_, at) => ordinaryLine(at + 1));
  const file = logOf([...lines, `${lines[0]?.slice(0, 150)}`]);
  await putFiles(server, 'rejects', [file]);
  const second = file.bytes.indexOf(' +0000]', lines[0]?.length);
  const front = await startDamage(t, file, { text: file.bytes.toString('latin1', second, second + 30), times: 1 }); // biome-ignore format: one call
  const synced = await syncS3({
    url: 's3://rejects/',
    endpoint: front.url,
    prefix,
    settings: NO_ROOM,
  });
  t.equal(front.fired.get('corrupt_byte'), 1);
  t.match(synced.report, { lines: 6, indexed: 5, duplicates: 0, rejected: 1 });
  const kept = (await readAll(`${prefix}-quarantine`)).map(({ _source }) => _source.log_line);
  t.strictSame(kept, [6], 'the line that is broken in the object itself');
  t.equal((await readIds(`${prefix}-records-*`)).size, 5);
});

t.test(
  'a gzip object that lies damaged in the bucket fails, and what is counted is there',
  async (t) => {
    const prefix = testPrefix(t);
    const text = Array.from({ length: 600 }, (_, at) => ordinaryLine(at)).join('\n');
    const bytes = gzipSync(`${text}\n`);
    bytes.writeUInt8((bytes[bytes.length - 6] ?? 0) ^ 0xff, bytes.length - 6); // its checksum
    await putFiles(server, 'broken', [{ name: NAME, bytes }]);
    const about = { url: 's3://broken/', endpoint: server.url, prefix };
    let indexed = 0;
    for (const _ of ['first', 'second']) {
      const synced = await syncS3(about);
      t.match(synced.report.objects, { done: 0, failed: 1 });
      checkSums(t, synced);
      indexed += synced.report.indexed;
      t.equal(
        (await readIds(`${prefix}-records-*`)).size,
        indexed,
        'the index grows by what is indexed',
      );
    }
    t.ok(indexed > 0, 'what could be read is there');
  },
);
