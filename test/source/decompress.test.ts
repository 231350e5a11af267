/** Goal: gzip and plain are told apart by their bytes; damage is an error, and files get closed. */
import { once } from 'node:events';
import { createReadStream, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { readContent } from '../../src/source/container/read-content.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
/** Does not compress: a cut or flipped byte hits data, not padding. */
const LINES = Buffer.from(
  Array.from({ length: 20_000 }, (_, at) => `line ${at * 7_919}\n`).join(''),
);

/** What pzstd begins with: its own note to itself. */
const SKIPPED_FRAME = Buffer.from('502a4d180400000001020304', 'hex');
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** Like a file or a socket: chunks of a few bytes, some of them empty. */
const bodyOf = (bytes: Buffer, sizes: readonly number[] = []): Readable => {
  const chunks: Buffer[] = [];
  let start = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return Readable.from([...chunks, bytes.subarray(start)], { objectMode: false });
};

async function read(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const part of readContent(body)) if (Buffer.isBuffer(part)) chunks.push(part);
  return Buffer.concat(chunks);
}

// biome-ignore format: a table, one row a case
const CASES: readonly { readonly name: string; readonly bytes: Buffer; readonly want: Buffer }[] = [
  { name: 'plain text', bytes: LINES, want: LINES },
  { name: 'gzip', bytes: gzipSync(LINES), want: LINES },
  { name: 'gzip in several members', bytes: Buffer.concat([gzipSync(LINES), gzipSync('b\n'), gzipSync(''), gzipSync('c')]), want: Buffer.concat([LINES, Buffer.from('b\nc')]) },
  { name: 'gzip of nothing', bytes: gzipSync(''), want: Buffer.alloc(0) },
  { name: 'nothing', bytes: Buffer.alloc(0), want: Buffer.alloc(0) },
  { name: 'one byte', bytes: Buffer.from('a'), want: Buffer.from('a') },
  { name: 'only the first byte of a gzip file', bytes: Buffer.from([0x1f]), want: Buffer.from([0x1f]) },
  { name: 'the first byte of gzip before text', bytes: Buffer.from('\u001fab'), want: Buffer.from('\u001fab') },
  { name: 'gzip within gzip', bytes: gzipSync(gzipSync(LINES)), want: LINES },
  { name: 'zstd', bytes: zstdCompressSync(LINES), want: LINES },
  { name: 'zstd in several frames', bytes: Buffer.concat([zstdCompressSync(LINES), zstdCompressSync('b\n'), zstdCompressSync(''), zstdCompressSync('c')]), want: Buffer.concat([LINES, Buffer.from('b\nc')]) },
  { name: 'zstd behind a frame that is skipped, and before another', bytes: Buffer.concat([SKIPPED_FRAME, zstdCompressSync('a\n'), SKIPPED_FRAME, zstdCompressSync('b\n'), SKIPPED_FRAME]), want: Buffer.from('a\nb\n') },
  { name: 'zstd with zeros behind it', bytes: Buffer.concat([zstdCompressSync(LINES), Buffer.alloc(1_000)]), want: LINES },
  { name: 'zstd of one long run', bytes: zstdCompressSync(Buffer.alloc(1_000_000, 'x')), want: Buffer.alloc(1_000_000, 'x') },
  { name: 'zstd with a checksum', bytes: zstdCompressSync(LINES, CHECKED), want: LINES },
  { name: 'zstd in gzip, and gzip in zstd', bytes: gzipSync(zstdCompressSync(gzipSync(LINES))), want: LINES },
];

for (const { name, bytes, want } of CASES) {
  t.test(`${name} is read to its end, in any chunks`, async (t) => {
    for (const sizes of [[], [1], [0, 1, 1], [1, 0, 0, 3], [2, 5, 1_000]])
      t.ok((await read(bodyOf(bytes, sizes))).equals(want), `${sizes}`);
  });
}

t.test('a gzip file that is cut anywhere is an error', async (t) => {
  const gzip = gzipSync(LINES);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: gzip.length - 1 }), async (length) => {
      const outcome = await read(bodyOf(gzip.subarray(0, length))).catch((error: Error) => error);
      return outcome instanceof Error;
    }),
    { seed, numRuns: 50 },
  );
  const members = Buffer.concat([gzipSync('a\n'), gzip.subarray(0, 1_000)]);
  await t.rejects(read(bodyOf(members)), /unexpected end of file/, 'also in the second member');
});

t.test('a gzip file that is damaged is an error', async (t) => {
  const gzip = gzipSync(LINES);
  for (const at of [3, 100, gzip.length >> 1, gzip.length - 5, gzip.length - 1]) {
    const damaged = Buffer.from(gzip);
    damaged.writeUInt8((damaged[at] ?? 0) ^ 0xff, at);
    await t.rejects(read(bodyOf(damaged)), `byte ${at}`);
  }
});

t.test('an error of the body is the error of the stream', async (t) => {
  for (const bytes of [LINES, gzipSync(LINES)]) {
    async function* broken(): AsyncGenerator<Buffer> {
      yield bytes.subarray(0, 1_000);
      throw new Error('connection lost');
    }
    await t.rejects(read(Readable.from(broken(), { objectMode: false })), /connection lost/);
  }
});

/** Files of this process that are open now, by their paths. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // the folder itself, closed meanwhile
    }
  });

t.test(
  'a file is closed when its reader stops early',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const folder = t.testdir();
    for (const [name, bytes] of [
      ['plain', LINES],
      ['gzip', gzipSync(LINES)],
    ] as const) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      const stream = createReadStream(file, { highWaterMark: 1_024 });
      for await (const part of readContent(stream)) {
        t.ok(Buffer.isBuffer(part) && part.length > 0);
        t.ok(openFiles().includes(file), `${name} is open`);
        break;
      }
      if (!stream.closed) await once(stream, 'close');
      t.notOk(openFiles().includes(file), `${name} is closed`);
    }
  },
);
