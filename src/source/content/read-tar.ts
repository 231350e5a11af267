/**
 * The files in a tar archive, one after the other, as they come: no member is held. An archive has
 * to end with its mark, because one that was cut between two members looks whole otherwise; archives
 * that were appended to each other are one.
 */

import type { ByteReader } from './byte-reader.ts';
import { ContentError } from './content.ts';
import { readTarHeader, readText, TAR_BLOCK_BYTES, type TarHeader } from './tar-header.ts';

export interface TarMember {
  readonly name: string;
  /** To be read before the next member is asked for; what is left is passed over. */
  readonly bytes: AsyncIterator<Buffer>;
}

/** Of what is told about a member ahead of it: names, and attributes that are not read. */
const ABOUT_BYTES_MAX = 1024 * 1024;
/** A log key, with it, is indexed as one term. */
const NAME_BYTES_MAX = 4_096;

/** What came ahead of a member and is about it. */
interface About {
  readonly name?: string;
  readonly sizeBytes?: number;
}

/** @throws ContentError */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarMember> {
  let about: About = {};
  let hasEnded = false;
  for (;;) {
    const block = await reader.read(TAR_BLOCK_BYTES); // in order: it is a stream
    if (block.length === 0 && hasEnded) return;
    if (block.length > 0 && block.every((byte) => byte === 0)) {
      hasEnded = true;
      continue;
    }
    const header = block.length === TAR_BLOCK_BYTES ? readTarHeader(block) : null;
    if (header === null) throw noHeader(block.length, hasEnded);
    hasEnded = false;
    if (header.kind === 'long_name' || header.kind === 'pax') {
      about = { ...about, ...(await readAbout(reader, header)) };
      continue;
    }
    const { name, sizeBytes } = { ...header, ...about };
    if (header.kind === 'partial') throw partial(name);
    if (Buffer.byteLength(name) > NAME_BYTES_MAX)
      throw damaged(`a member's name is longer than ${NAME_BYTES_MAX} bytes`);
    const section = new Section(reader, sizeBytes, name);
    if (header.kind === 'file') yield { name, bytes: section.bytes() };
    await section.passOver();
    await new Section(reader, paddingOf(sizeBytes), name).passOver();
    about = {};
  }
}

/** Bytes of the archive that belong to one member. */
class Section {
  readonly #reader: ByteReader;
  readonly #name: string;
  #left: number;

  constructor(reader: ByteReader, sizeBytes: number, name: string) {
    this.#reader = reader;
    this.#left = sizeBytes;
    this.#name = name;
  }

  async *bytes(): AsyncGenerator<Buffer> {
    while (this.#left > 0) {
      const chunk = await this.#reader.readSome(this.#left); // in order: it is a stream
      if (chunk.length === 0) throw damaged(`it ends inside its member ${this.#name}`);
      this.#left -= chunk.length;
      yield chunk;
    }
  }

  async passOver(): Promise<void> {
    for await (const _ of this.bytes());
  }
}

const paddingOf = (sizeBytes: number): number =>
  (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;

async function readAbout(reader: ByteReader, { kind, sizeBytes }: TarHeader): Promise<About> {
  if (sizeBytes > ABOUT_BYTES_MAX)
    throw damaged(`what it says about a member takes more than ${ABOUT_BYTES_MAX} bytes`);
  const data = await reader.read(sizeBytes);
  await new Section(reader, paddingOf(sizeBytes), '').passOver();
  if (kind === 'long_name') return { name: readText(data, 0, data.length) };
  const records = readPaxRecords(data);
  if (records === null) throw damaged('a pax header cannot be read');
  if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.')))
    throw partial(records.get('GNU.sparse.name') ?? '');
  const path = records.get('path');
  const size = records.get('size');
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw damaged(`a member's size is ${size}`);
  return {
    ...(path === undefined ? {} : { name: path }),
    ...(size === undefined ? {} : { sizeBytes: Number(size) }),
  };
}

const BLANK = 0x20;

/** Records `length key=value` and LF; the length counts all of it, in bytes. Null: they are none. */
function readPaxRecords(data: Buffer): ReadonlyMap<string, string> | null {
  const records = new Map<string, string>();
  for (let start = 0; start < data.length; ) {
    const blank = data.indexOf(BLANK, start);
    const end = start + Number(data.toString('latin1', start, blank));
    if (blank < 0 || !(end > blank + 1 && end <= data.length)) return null;
    const record = data.toString('utf8', blank + 1, end - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    start = end;
  }
  return records;
}

const damaged = (what: string): ContentError =>
  new ContentError('damaged', `the tar archive is damaged: ${what}`);

function noHeader(bytes: number, hasEnded: boolean): ContentError {
  if (bytes === 0) return damaged('it ends without an end marker, as if it were cut short');
  return damaged(
    hasEnded ? 'its end is followed by something else' : 'a header is invalid or cut short',
  );
}

const partial = (name: string): ContentError =>
  new ContentError(
    'unreadable',
    `it is a tar archive that holds only a part of ${name} (sparse or in volumes): unpack it (tar -xf) and sync the result`,
  );
