/** An archive to read, and what reading gives of any content, by the names of its members. */
import { Readable } from 'node:stream';
import type { Content } from '../../../src/source/content/content.ts';
import { readContent } from '../../../src/source/content/read-content.ts';

/** Does not compress: a flipped byte hits data, not padding. */
export const LINES = Buffer.from(
  Array.from({ length: 5_000 }, (_, at) => `line ${at * 7_919}\n`).join(''),
);
export const LOG = '2026-01-17-21-32-16-3E57427F33A59F07';

/** Members by name, in order; what comes outside of an archive has the name ''. */
type Members = readonly (readonly [name: string, text: string])[];

export async function collect(content: AsyncIterable<Content>): Promise<Members> {
  const members: [string, string][] = [];
  for await (const part of content) {
    if ('isWhole' in part) continue;
    if (!Buffer.isBuffer(part)) members.push([part.member, '']);
    else {
      if (members.length === 0) members.push(['', '']);
      const last = members.at(-1);
      if (last !== undefined) last[1] += part.toString('latin1');
    }
  }
  return members;
}

export const bodyOf = (bytes: Buffer, chunkBytes = 65_536): Readable => {
  const count = Math.ceil(bytes.length / chunkBytes);
  const chunks = Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  return Readable.from(chunks, { objectMode: false });
};
export const read = (bytes: Buffer, chunkBytes?: number): Promise<Members> =>
  collect(readContent(bodyOf(bytes, chunkBytes)));

export const FILES = [
  { name: `logs/${LOG}`, bytes: LINES },
  { name: 'empty', bytes: Buffer.alloc(0) },
  { name: 'block', bytes: Buffer.alloc(512, 'x') },
  { name: 'last', bytes: Buffer.from('no line end') },
];
export const WANT: Members = FILES.map(({ name, bytes }) => [name, bytes.toString('latin1')]);
