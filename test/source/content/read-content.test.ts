/**
 * Goal: what lies in an archive is read under its own name, to its last byte, in any form of tar; and
 * an archive that is damaged is never taken for a whole one.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { readWholeContent } from '../../../src/source/content/read-content.ts';
import { takeSeed } from '../../house/seed.ts';
import { headerOf, makeTar, paxRecord, withChecksum } from '../../support/make-tar.ts';
import { collect, FILES, LINES, LOG, read, WANT } from './read-members.ts';

for (const form of ['v7', 'ustar', 'gnu', 'pax'] as const) {
  t.test(`the members of a ${form} archive come under their names, in any chunks`, async (t) => {
    const tar = makeTar(FILES, form);
    for (const chunkBytes of [1_000_000, 65_536, 513, 512, 511, 100])
      t.strictSame(await read(tar, chunkBytes), WANT, `${chunkBytes}`);
    t.strictSame(await collect(readWholeContent(tar)), WANT, 'of a body that is there already');
  });
}

const PACKED: Readonly<Record<string, Buffer>> = {
  'tar.gz': gzipSync(makeTar(FILES)),
  'tar.zst': zstdCompressSync(makeTar(FILES)),
  'a tar of gzip and zstd members': makeTar([
    { name: `logs/${LOG}`, bytes: gzipSync(LINES) },
    { name: 'empty', bytes: zstdCompressSync('') },
    { name: 'block', bytes: gzipSync(gzipSync(Buffer.alloc(512, 'x'))) },
    { name: 'last', bytes: zstdCompressSync('no line end') },
  ]),
  'two archives that were appended': Buffer.concat([
    makeTar(FILES.slice(0, 2)),
    makeTar(FILES.slice(2)),
  ]),
};
for (const [name, bytes] of Object.entries(PACKED))
  t.test(`${name}: the same`, async (t) => t.strictSame(await read(bytes), WANT));

t.test('an archive in an archive: both names, one behind the other', async (t) => {
  const inner = gzipSync(makeTar([{ name: 'a', bytes: Buffer.from('1\n') }]));
  const outer = makeTar([{ name: 'january.tar.gz', bytes: inner }, { name: 'b', bytes: Buffer.from('2\n') }]); // biome-ignore format: one archive
  t.strictSame(await read(outer), [['january.tar.gz!a', '1\n'], ['b', '2\n']]); // biome-ignore format: one assertion
});

t.test('the archives of the tar of this machine are read alike', async (t) => {
  const folder = t.testdir({});
  const [long, longer] = [7, 12].map((parts) => `${'a-long-folder-name/'.repeat(parts)}${LOG}`);
  mkdirSync(`${folder}/${'a-long-folder-name/'.repeat(12)}`, { recursive: true });
  const names = ['x', 'ü 日本', long, longer].filter((name) => name !== undefined);
  for (const name of names) writeFileSync(`${folder}/${name}`, `${name}\n`);
  // v7 has no place for a name above 100 bytes, and ustar none above 256.
  for (const [format, count] of [
    ['v7', 2],
    ['ustar', 3],
    ['gnu', 4],
    ['pax', 4],
  ] as const) {
    // biome-ignore format: pairs
    const packed = names.slice(0, count);
    execFileSync('tar', [`--format=${format}`, '-cf', `${format}.tar`, ...packed], { cwd: folder });
    const members = await read(readFileSync(`${folder}/${format}.tar`));
    const want = packed.map((name) => [name, Buffer.from(`${name}\n`).toString('latin1')]);
    t.strictSame(members, want, format);
  }
});

t.test('folders, links, devices and notes of an archive are no members', async (t) => {
  const file = { name: 'a', bytes: Buffer.from('a\n') };
  const none = Buffer.alloc(0);
  const others = ['1', '2', '3', '4', '5', '6', 'V', 'g', 'K'].map((type) => ({ name: `t${type}`, bytes: none, type })); // biome-ignore format: a list
  const folder = { name: 'old-folder/', bytes: none };
  t.strictSame(await read(makeTar([folder, ...others, file])), [['a', 'a\n']]);
  const note = { name: 'note', bytes: Buffer.from(paxRecord('comment', 'x')), type: 'g' };
  t.strictSame(
    await read(makeTar([note, file])),
    [['a', 'a\n']],
    'a note with bytes is passed over',
  );
  const sized = Buffer.concat([headerOf('link', 700, '1', 'v7'), makeTar([file], 'v7')]);
  t.strictSame(await read(sized), [['a', 'a\n']], 'a link that names the size of its target');
  t.strictSame(await read(makeTar([folder])), [], 'an archive without members');
});

t.test('a size above 8 GiB is read in binary and from pax', async (t) => {
  const size = 2 ** 33 + 1;
  const binary = headerOf('big', 0, '0', 'gnu');
  binary.fill(0, 124, 136);
  binary.writeUInt8(0x80, 124);
  binary.writeBigUInt64BE(BigInt(size), 128);
  const record = Buffer.from(paxRecord('size', String(size)));
  const pax = Buffer.concat([
    headerOf('pax', record.length, 'x', 'pax'),
    record,
    Buffer.alloc(512 - record.length),
    headerOf('big', 0, '0', 'pax'),
  ]);
  for (const head of [withChecksum(binary), pax])
    await t.rejects(
      read(Buffer.concat([head, Buffer.alloc(4_096, 'x')])),
      /ends inside its member big/,
    );
});

t.test('an archive that is cut anywhere, or damaged in a header, is an error', async (t) => {
  const seed = takeSeed(t);
  const tar = makeTar(FILES);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 512, max: tar.length - 1_025 }), async (length) => {
      const outcome = await read(tar.subarray(0, length)).catch((error: Error) => error);
      return outcome instanceof Error && /tar archive is damaged/.test(outcome.message);
    }),
    { seed, numRuns: 50 },
  );
  const second = 512 + Math.ceil(LINES.length / 512) * 512;
  for (const at of [0, 124, 150, 156, 400]) {
    const damaged = Buffer.from(tar);
    damaged.writeUInt8((damaged[second + at] ?? 0) ^ 0x01, second + at);
    await t.rejects(
      read(damaged),
      { kind: 'damaged', message: /a header is invalid/ },
      `byte ${at}`,
    );
  }
  await t.rejects(
    read(Buffer.concat([tar, Buffer.from('hello')])),
    /its end is followed by something else/,
  );
});

t.test('a member that is damaged is named', async (t) => {
  const gzip = gzipSync(LINES);
  gzip.writeUInt8((gzip[gzip.length >> 1] ?? 0) ^ 0xff, gzip.length >> 1);
  const tar = makeTar([{ name: 'a', bytes: LINES }, { name: 'b.gz', bytes: gzip }]); // biome-ignore format: one archive
  await t.rejects(read(tar), { kind: 'damaged', message: /^its member b\.gz: / });
});

t.test(
  'large texts are unpacked two at a time, and one that is given up holds up nobody',
  async (t) => {
    const bodies = Array.from({ length: 5 }, (_, at) => gzipSync(Buffer.alloc(400_000, `${at}\n`)));
    const readings = bodies.map((body) => readWholeContent(body));
    const firsts = readings.map((reading) => reading.next());
    const isOpen = async (at: number) =>
    (await Promise.race([firsts[at], new Promise((resolve) => setTimeout(resolve, 30, null))])) !== null; // biome-ignore format: one question
    t.strictSame([await isOpen(0), await isOpen(1), await isOpen(2)], [true, true, false]);
    await readings[0]?.return(undefined);
    t.ok(await isOpen(2), 'the next one has its turn');
    const texts = await Promise.all(
      readings.slice(1).map(async (reading) => {
        let text = '';
        for await (const part of reading) if (Buffer.isBuffer(part)) text += part.toString();
        return text.length;
      }),
    );
    t.strictSame(texts, [400_000, 400_000, 400_000, 400_000]);
  },
);
