/**
 * Goal: what cannot be read is named, with what to do, holds up nothing beside it and is never taken
 * for lines; lines are never taken for it; and any other bytes give content or an error.
 */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { readContent } from '../../../src/source/content/read-content.ts';
import { takeSeed } from '../../house/seed.ts';
import { headerOf, makeTar, paxRecord } from '../../support/make-tar.ts';
import { bodyOf, FILES, LINES, read } from './read-members.ts';

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
        if (!('isWhole' in part)) got.push(Buffer.isBuffer(part) ? part.toString() : part.member);
    })();
    await t.rejects(reading, { kind: 'unreadable', message: new RegExp(`^its member bad: ${message.source.slice(1)}`) }); // biome-ignore format: one assertion
    t.strictSame(got, ['good', '1\n'], 'and does not hold up what lies beside it');
  });
}

t.test('log lines, and other text and bytes, are none of these', async (t) => {
  const plain = ['PK\n', 'BZh1\n', '7z', 'PAR', 'ORC\n', 'Obj\n', 'a\0b\0', '\xff\xfe\x80\n', '\xff', '']; // biome-ignore format: a list
  for (const bytes of plain.map((text) => Buffer.from(text, 'latin1')))
    t.equal((await read(bytes)).map(([, text]) => text).join(''), bytes.toString('latin1'));
  t.strictSame(await read(LINES), [['', LINES.toString('latin1')]]);
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
