/**
 * Goal: what lies in an archive is read under its own name, to its last byte, in any form of tar; and
 * what cannot be read is named, costs no memory and is never taken for lines.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import type { Content } from '../../../src/source/content/content.ts';
import { readContent, readWholeContent } from '../../../src/source/content/read-content.ts';
import { takeSeed } from '../../house/seed.ts';
import { heldBytes } from '../../support/heap.ts';
import { headerOf, makeTar, paxRecord, withChecksum } from '../../support/make-tar.ts';

const MIB = 1024 * 1024;
/** Does not compress: a flipped byte hits data, not padding. */
const LINES = Buffer.from(
  Array.from({ length: 5_000 }, (_, at) => `line ${at * 7_919}\n`).join(''),
);
const LOG = '2026-01-17-21-32-16-3E57427F33A59F07';

/** Members by name, in order; what comes outside of an archive has the name ''. */
type Members = readonly (readonly [name: string, text: string])[];

async function collect(content: AsyncIterable<Content>): Promise<Members> {
  const members: [string, string][] = [];
  for await (const part of content) {
    if (!Buffer.isBuffer(part)) members.push([part.member, '']);
    else {
      if (members.length === 0) members.push(['', '']);
      const last = members.at(-1);
      if (last !== undefined) last[1] += part.toString('latin1');
    }
  }
  return members;
}

const bodyOf = (bytes: Buffer, chunkBytes = 65_536): Readable => {
  const count = Math.ceil(bytes.length / chunkBytes);
  const chunks = Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  return Readable.from(chunks, { objectMode: false });
};
const read = (bytes: Buffer, chunkBytes?: number): Promise<Members> =>
  collect(readContent(bodyOf(bytes, chunkBytes)));

const text = LINES.toString('latin1');
const FILES = [
  { name: `logs/${LOG}`, bytes: LINES },
  { name: 'empty', bytes: Buffer.alloc(0) },
  { name: 'block', bytes: Buffer.alloc(512, 'x') },
  { name: 'last', bytes: Buffer.from('no line end') },
];
const WANT: Members = FILES.map(({ name, bytes }) => [name, bytes.toString('latin1')]);

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

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
// biome-ignore format: a table, one row a case
const UNREADABLE: readonly (readonly [name: string, bytes: Buffer, message: RegExp])[] = [
  ['bzip2', Buffer.from('QlpoOTFBWSZTWQ==', 'base64'), /^it is a bzip2 file: unpack it \(bunzip2\)/],
  ['xz', Buffer.from('fd377a585a000004', 'hex'), /^it is an xz file: unpack it \(unxz\)/],
  ['zip', Buffer.from('PK\x03\x04rest of it'), /^it is a zip archive: unpack it \(unzip\)/],
  ['an empty zip', Buffer.from('PK\x05\x06'), /^it is a zip archive/],
  ['7z', Buffer.from('377abcaf271c0004', 'hex'), /^it is a 7z archive: unpack it \(7z x\)/],
  ['RAR', Buffer.from('Rar!\x1a\x07\x01'), /^it is a RAR archive/],
  ['lz4', Buffer.from('04224d186440a7', 'hex'), /^it is an lz4 file/],
  ['compress', Buffer.from('1f9d90', 'hex'), /^it is a compress \(\.Z\) file/],
  ['parquet', Buffer.from('PAR1\x15\x04'), /^it is a Parquet file, made by another program: sync the log objects/],
  ['Avro', Buffer.from('Obj\x01\x04'), /^it is an Avro file/],
  ['UTF-16 with a mark', Buffer.concat([Buffer.from('fffe', 'hex'), utf16('a b', false)]), /^it is UTF-16 text: convert it \(iconv/],
  ['UTF-16 with a mark, big end first', Buffer.concat([Buffer.from('feff', 'hex'), utf16('a b', true)]), /^it is UTF-16 text/],
  ['UTF-16 without a mark', utf16('79a59df900b9 media\r\n'.repeat(60), false), /^it is UTF-16 text/],
  ['UTF-16 without a mark, big end first', utf16('79a59df900b9 media', true), /^it is UTF-16 text/],
];
for (const [name, bytes, message] of UNREADABLE) {
  t.test(`${name} is named, with the way to unpack it, wherever it lies`, async (t) => {
    for (const [place, packed] of [['alone', bytes], ['in gzip', gzipSync(bytes)]] as const) // biome-ignore format: pairs
      await t.rejects(read(packed), { name: 'ContentError', kind: 'unreadable', message }, place);
    const got: string[] = [];
    const tar = makeTar([{ name: 'bad', bytes }, { name: 'good', bytes: Buffer.from('1\n') }]); // biome-ignore format: one archive
    const reading = (async () => {
      for await (const part of readContent(bodyOf(tar)))
        got.push(Buffer.isBuffer(part) ? part.toString() : part.member);
    })();
    await t.rejects(reading, { kind: 'unreadable', message: new RegExp(`^its member bad: ${message.source.slice(1)}`) }); // biome-ignore format: one assertion
    t.strictSame(got, ['good', '1\n'], 'and does not hold up what lies beside it');
  });
}

t.test('log lines, and other text and bytes, are none of these', async (t) => {
  const plain = ['PK\n', 'BZh1\n', '7z', 'PAR', 'ORC\n', 'Obj\n', 'a\0b\0', '\xff\xfe\x80\n', '\xff', '']; // biome-ignore format: a list
  for (const bytes of plain.map((text) => Buffer.from(text, 'latin1')))
    t.equal((await read(bytes)).map(([, text]) => text).join(''), bytes.toString('latin1'));
  t.strictSame(await read(LINES), [['', text]]);
});

t.test('a member that is stored in parts, as a sparse file, is named', async (t) => {
  const about = Buffer.from(
    paxRecord('GNU.sparse.major', '1') + paxRecord('GNU.sparse.name', 'holes'),
  );
  const pax = Buffer.concat([headerOf('x', about.length, 'x', 'pax'), about, Buffer.alloc(512 - about.length)]); // biome-ignore format: one header
  await t.rejects(read(Buffer.concat([pax, makeTar(FILES)])), { message: /only a part of holes/ });
  await t.rejects(
    read(makeTar([{ name: 'old', bytes: LINES, type: 'S' }], 'gnu')),
    /only a part of old/,
  );
});

t.test('nesting has an end, also where a file holds itself', async (t) => {
  let bytes = Buffer.from('a\n');
  for (let depth = 0; depth < 5; depth += 1) bytes = gzipSync(bytes);
  t.strictSame(await read(bytes), [['', 'a\n']], 'five layers');
  await t.rejects(read(gzipSync(bytes)), { kind: 'unreadable', message: /more than 5 archives/ });
});

/** Gzip of so many zeros, as a stream packs it. */
async function gzipOfZeros(mib: number): Promise<Buffer> {
  const packed: Buffer[] = [];
  const zeros = Array.from({ length: mib }, () => Buffer.alloc(MIB));
  for await (const chunk of Readable.from(zeros).pipe(createGzip())) packed.push(chunk);
  return Buffer.concat(packed);
}

t.test('a decompression bomb is stopped early, nested too, in bounded memory', async (t) => {
  const bomb = await gzipOfZeros(400);
  for (const [name, bytes] of [
    ['gzip', bomb],
    ['gzip in gzip', gzipSync(bomb)],
    ['a member', makeTar([{ name: 'b', bytes: bomb }])],
    ['zstd', zstdCompressSync(Buffer.alloc(400 * MIB))],
  ] as const) {
    // biome-ignore format: pairs
    let [given, most] = [0, 0];
    const before = heldBytes();
    const reading = (async () => {
      for await (const part of readContent(bodyOf(bytes))) {
        given += Buffer.isBuffer(part) ? part.length : 0;
        if (given % (16 * MIB) === 0) most = Math.max(most, heldBytes() - before);
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
    if (given % (16 * MIB) === 0) most = Math.max(most, heldBytes() - before);
  }
  t.equal(given, size);
  t.ok(most < 32 * MIB, `${most} bytes of memory`);
});

t.test('a line is passed on as soon as it has come, whatever follows', async (t) => {
  async function* trickle(): AsyncGenerator<Buffer> {
    yield Buffer.from('a short line\n');
    await new Promise(() => undefined); // the writer takes its time
  }
  const content = readContent(Readable.from(trickle(), { objectMode: false }));
  t.strictSame((await content.next()).value, Buffer.from('a short line\n'));
});

t.test('any bytes give content or an error, and never more than they hold', async (t) => {
  const seed = takeSeed(t);
  const start = fc.constantFrom(
    '',
    '\x1f\x8b\x08\0',
    '\x28\xb5\x2f\xfd',
    '\x50\x2a\x4d\x18',
    'PK',
    '\xff\xfe',
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 2_000 }), async (start, rest) => {
      const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
      const members = await read(bytes, 64).catch((error: unknown) => error);
      return members instanceof Error || Array.isArray(members);
    }),
    { seed, numRuns: 500 },
  );
});
