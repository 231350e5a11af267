/**
 * The samples in the tree are what their maker makes, fit the size they may have, and hold the
 * oddities that they promise. Compressed log objects are compared by content: zlib versions differ.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { writeSamples } from '../../samples/maker/write-samples.ts';

const SIZE_MAX_BYTES = 2 * 1024 * 1024;
const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

interface StoredObject {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isGzip: boolean;
  readonly text: string;
}

function readObjects(folder: string): StoredObject[] {
  const names = readdirSync(join(folder, 'logs')).sort();
  return names.map((name) => {
    const bytes = readFileSync(join(folder, 'logs', name));
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { name, bytes, isGzip, text: (isGzip ? gunzipSync(bytes) : bytes).toString() };
  });
}

const linesOf = (text: string): string[] =>
  text.split(/\r?\n/).filter((line) => line.trim() !== '');
const readKey = (folder: string): string => readFileSync(join(folder, 'answer-key.json'), 'utf8');

const stored = readObjects(SAMPLES);
const key = JSON.parse(readKey(SAMPLES));
const lines = stored.flatMap(({ text }) => linesOf(text));

t.test('making the samples again gives what is checked in', async (t) => {
  const folder = t.testdir();
  writeSamples(folder);
  t.equal(readKey(folder), readKey(SAMPLES), 'the same answer key');
  const made = readObjects(folder);
  t.strictSame(
    made.map(({ name }) => name),
    stored.map(({ name }) => name),
  );
  for (const [index, { name, text, isGzip }] of made.entries()) {
    if (text !== stored[index]?.text) t.fail(`${name} has another content`);
    if (isGzip !== stored[index]?.isGzip) t.fail(`${name} is compressed in one place only`);
  }
});

t.test('making the samples where they are already writes no log object', async (t) => {
  const folder = t.testdir({ logs: { stray: 'left over from an older plan' } });
  const first = writeSamples(folder);
  t.match(first, { objects: key.objects, changed: key.objects, removed: 1 });
  t.match(writeSamples(folder), { objects: key.objects, changed: 0, removed: 0 });
});

t.test('the samples are small enough to be cloned by everyone', async (t) => {
  const logBytes = stored.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const makerBytes = readdirSync(join(SAMPLES, 'maker'))
    .map((name) => readFileSync(join(SAMPLES, 'maker', name)).length)
    .reduce((sum, length) => sum + length, 0);
  const total = logBytes + makerBytes + Buffer.byteLength(readKey(SAMPLES));
  t.ok(total <= SIZE_MAX_BYTES, `${total} bytes`);
});

t.test('a naive count of the raw lines agrees with the answer key', async (t) => {
  t.equal(stored.length, key.objects);
  t.equal(lines.length, key.lines);
  const distinct = new Set(lines);
  const twins = 2;
  t.equal(distinct.size, key.lines - key.duplicates - twins, 'distinct lines');

  const hog = [...distinct].filter((line) => line.includes(` ${key.actors.hog.ip} `));
  t.equal(hog.length, key.actors.hog.requests, 'records of the bandwidth hog');
  const hogBytes = hog.map((line) => Number(/" 200 - (\d+) /.exec(line)?.[1]));
  t.equal(
    hogBytes.reduce((sum, bytes) => sum + bytes, 0),
    key.actors.hog.bytes,
    'bytes of the bandwidth hog',
  );
  const hotlinked = [...distinct].filter((line) => line.includes(key.actors.hotlinkSite.domain));
  t.equal(hotlinked.length, key.actors.hotlinkSite.requests, 'records of the hot-linking site');
});

t.test('equal lines without a request id lie both in one log object and in two', async (t) => {
  const places = stored.flatMap(({ name, text }) =>
    linesOf(text)
      .filter((line) => /\+0000\] \S+ - - REST\./.test(line))
      .map((line) => ({ name, line })),
  );
  const twins = [...Map.groupBy(places, ({ line }) => line).values()].filter(
    (all) => all.length > 1,
  );
  t.strictSame(
    twins.map((all) => new Set(all.map(({ name }) => name)).size).sort(),
    [1, 2],
    'the number of log objects that hold each pair',
  );
});

t.test('log objects come in every form that a reader must know', async (t) => {
  const plain = stored.filter(({ isGzip }) => !isGzip);
  const has = (of: readonly StoredObject[], test: (object: StoredObject) => boolean) =>
    of.some(test);
  t.ok(
    has(stored, ({ name, isGzip }) => isGzip && !name.endsWith('.gz')),
    'gzip without suffix',
  );
  t.ok(
    has(stored, ({ bytes }) => bytes.length === 0),
    'empty',
  );
  t.ok(
    has(stored, ({ bytes, text }) => bytes.length > 0 && text === ''),
    'compressed nothing',
  );
  t.ok(
    has(plain, ({ text }) => text.includes('\r\n')),
    'CRLF',
  );
  t.ok(
    has(stored, ({ isGzip, text }) => isGzip && text !== '' && !text.endsWith('\n')),
    'no line end at the end',
  );
  t.ok(
    has(plain, ({ text }) => text.includes('\n\n')),
    'blank lines',
  );
  const named = /^2026-0[12]-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}(\.gz)?$/;
  t.ok(
    stored.every(({ name }) => named.test(basename(name))),
    'all names are names of S3',
  );
});

t.test('every address is from a range that no one owns', async (t) => {
  const owned = lines
    .flatMap((line) => line.match(/(?<=\+0000\] )(?:\d+\.){3}\d+(?= )/) ?? [])
    .filter((ip) => !/^(192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+$/.test(ip));
  t.strictSame(owned, []);
});
