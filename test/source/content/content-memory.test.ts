/** Goal: content of any size and depth is passed on as it comes, in bounded memory, and a bomb is stopped. */
import { Readable } from 'node:stream';
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import { readContent, readWholeContent } from '../../../src/source/content/read-content.ts';
import { heldBytes } from '../../support/heap.ts';
import { headerOf, makeTar } from '../../support/make-tar.ts';
import { bodyOf, read } from './read-members.ts';

const MIB = 1024 * 1024;

t.test('nesting has an end, also where a file holds itself', async (t) => {
  let bytes = Buffer.from('a\n');
  for (let depth = 0; depth < 5; depth += 1) bytes = gzipSync(bytes);
  t.strictSame(await read(bytes), [['', 'a\n']], 'five layers');
  await t.rejects(read(gzipSync(bytes)), { kind: 'unreadable', message: /more than 5 archives/ });
});

/** More than the 260 MiB of it that may be given. */
const BOMB_MIB = 300;

/** Gzip of so many zeros, as a stream packs it. */
async function gzipOfZeros(mib: number): Promise<Buffer> {
  const packed: Buffer[] = [];
  const zeros = Array<Buffer>(mib).fill(Buffer.alloc(MIB));
  for await (const chunk of Readable.from(zeros).pipe(createGzip())) packed.push(chunk);
  return Buffer.concat(packed);
}

t.test('a decompression bomb is stopped early, nested too, in bounded memory', async (t) => {
  const bomb = await gzipOfZeros(BOMB_MIB);
  for (const [name, bytes] of [
    ['gzip', bomb],
    ['gzip in gzip', gzipSync(bomb)],
    ['a member', makeTar([{ name: 'b', bytes: bomb }])],
    ['zstd', zstdCompressSync(Buffer.alloc(BOMB_MIB * MIB))],
  ] as const) {
    // biome-ignore format: pairs
    let [given, most] = [0, 0];
    const before = heldBytes();
    const reading = (async () => {
      for await (const part of readContent(bodyOf(bytes))) {
        given += Buffer.isBuffer(part) ? part.length : 0;
        if (given % (32 * MIB) === 0) most = Math.max(most, heldBytes() - before);
      }
    })();
    await t.rejects(reading, { kind: 'too_large', message: /more than 200 times its size/ }, name);
    t.ok(given <= 260 * MIB, `${name}: ${given} bytes were given`);
    t.ok(most < 64 * MIB, `${name}: ${most} bytes of memory`);
  }
});

t.test('a member of 300 MiB is passed on in chunks, not held', async (t) => {
  const size = 300 * MIB;
  async function* archive(): AsyncGenerator<Buffer> {
    yield headerOf('large', size, '0', 'ustar');
    for (let sent = 0; sent < size; sent += MIB) yield Buffer.alloc(MIB, 'x');
    yield Buffer.alloc(1_024);
  }
  const before = heldBytes();
  let [given, most] = [0, 0];
  for await (const part of readContent(Readable.from(archive(), { objectMode: false }))) {
    given += Buffer.isBuffer(part) ? part.length : 0;
    if (given % (32 * MIB) === 0) most = Math.max(most, heldBytes() - before);
  }
  t.equal(given, size);
  t.ok(most < 32 * MIB, `${most} bytes of memory`);
});

t.test('texts of about one size are unpacked into memory of one size', async (t) => {
  const sizes: number[] = [];
  for (const length of [2.7, 2.75, 2.9].map((mib) => mib * MIB))
    for await (const part of readWholeContent(gzipSync(Buffer.alloc(length, 'x'))))
      if (Buffer.isBuffer(part)) sizes.push(part.buffer.byteLength);
  t.strictSame(sizes, [3 * MIB, 3 * MIB, 3 * MIB]);
});

t.test('a line is passed on as soon as it has come, whatever follows', async (t) => {
  async function* trickle(): AsyncGenerator<Buffer> {
    yield Buffer.from('a short line\n');
    await new Promise(() => undefined); // the writer takes its time
  }
  const content = readContent(Readable.from(trickle(), { objectMode: false }));
  t.strictSame((await content.next()).value, Buffer.from('a short line\n'));
});
