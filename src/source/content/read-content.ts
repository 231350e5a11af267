/**
 * The content of a log object, whatever it was packed in: gzip and zstd in any number of parts, tar,
 * and these inside each other. Memory is bounded: a window of each layer and a chunk.
 */
import { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { messageOf } from '../../core/error.ts';
import { releaseBuffer } from '../../core/large-buffer.ts';
import { ByteReader } from './byte-reader.ts';
import { type Content, ContentError, memberKey } from './content.ts';
import { gunzip, gunzipSmall, isDecompressionError, unpackedBytes, unzstd } from './decompress.ts';
import { GrowthLimit } from './growth-limit.ts';
import { readTar } from './read-tar.ts';
import { type Container, HEAD_BYTES_MAX, tellContainer } from './tell-container.ts';

/** A double gzip of a tar of gzip files has four. */
const CONTAINERS_MAX = 5;

interface Place {
  /** Null: not in an archive. */
  readonly member: string | null;
  /** Containers around it. */
  readonly depth: number;
  readonly limit: GrowthLimit;
}

/** Ends in an error when the body does, or what it holds is damaged or cut. @throws ContentError */
export async function* readContent(body: Readable): AsyncGenerator<Content> {
  const limit = new GrowthLimit();
  const chunks: AsyncIterable<Buffer> = body; // bodies are opened without an encoding
  try {
    yield* unpack(limit.stored(chunks), { member: null, depth: 0, limit });
  } finally {
    body.destroy();
  }
}

/**
 * Of a body in memory, without a stream where it is plain text, or little of it in gzip: that would
 * cost more than the body. What was unpacked is gone once the next part is asked for.
 */
export async function* readWholeContent(body: Buffer): AsyncGenerator<Content> {
  const isLarge = kindOf(body) === 'gzip' && unpackedBytes(body) > LARGE_TEXT_BYTES;
  const giveBack = isLarge ? await takeTurn() : null;
  try {
    yield* readPlainText(body);
  } finally {
    giveBack?.();
  }
}

const LARGE_TEXT_BYTES = 256 * 1024;
/** One is handed on while the next is unpacked; each that waits holds only what it was packed in. */
const largeTexts = pLimit(2);

/** Resolves to what gives the turn back. */
const takeTurn = (): Promise<() => void> =>
  new Promise((take) => {
    void largeTexts(() => new Promise<void>(take));
  });

async function* readPlainText(body: Buffer): AsyncGenerator<Content> {
  const plain = plainTextOf(body);
  if (plain === null) {
    yield* readContent(Readable.from([body]));
    return;
  }
  yield { isWhole: true };
  if (plain.length > 0) yield plain;
  if (plain !== body) releaseBuffer(plain);
}

/** null: what it is packed in, or what is wrong with it, is for the long way to tell. */
function plainTextOf(body: Buffer): Buffer | null {
  const kind = kindOf(body);
  if (kind === 'plain') return body;
  const unpacked = kind === 'gzip' ? gunzipSmall(body) : null;
  return unpacked !== null && kindOf(unpacked) === 'plain' ? unpacked : null;
}

const kindOf = (bytes: Buffer): Container['kind'] | undefined =>
  tellContainer(bytes.subarray(0, HEAD_BYTES_MAX), true)?.kind;

async function* unpack(chunks: AsyncIterator<Buffer>, place: Place): AsyncGenerator<Content> {
  const reader = new ByteReader(chunks);
  const container = await tell(reader);
  const inner: Place = { ...place, depth: place.depth + 1 };
  if (container.kind !== 'plain' && place.depth >= CONTAINERS_MAX)
    throw new ContentError(
      'unreadable',
      `more than ${CONTAINERS_MAX} archives and compressed files are nested in each other: unpack it and sync the result`,
    );
  switch (container.kind) {
    case 'plain':
      if (place.member !== null) yield { member: place.member };
      return yield* reader.rest();
    case 'gzip':
      return yield* unpack(place.limit.grown(gunzip(reader.rest())), inner);
    case 'zstd':
      return yield* unpack(place.limit.grown(unzstd(reader)), inner);
    case 'tar':
      return yield* unpackMembers(reader, inner);
    case 'unreadable':
      throw new ContentError('unreadable', container.reason);
    default:
      return container satisfies never;
  }
}

async function tell(reader: ByteReader): Promise<Container> {
  for (;;) {
    const container = tellContainer(reader.ahead, false);
    if (container !== null) return container;
    if (!(await reader.lookFurther()))
      return tellContainer(reader.ahead, true) ?? { kind: 'plain' }; // all bytes always tell
  }
}

/** A member that cannot be read does not hold up the others: it is the error at the end. */
async function* unpackMembers(reader: ByteReader, place: Place): AsyncGenerator<Content> {
  let unread: ContentError | null = null;
  for await (const { name, bytes } of readTar(reader)) {
    const member = place.member === null ? name : memberKey(place.member, name);
    try {
      yield* unpack(bytes, { ...place, member });
    } catch (error) {
      const named = nameMember(error, member);
      if (!(named instanceof ContentError) || named.kind !== 'unreadable') throw named;
      unread ??= named;
    }
  }
  if (unread !== null) throw unread;
}

const OF_MEMBER = 'its member ';

/** An error of the way is what it is; one of the content says where it was met. */
function nameMember(error: unknown, member: string): unknown {
  const isContent = error instanceof ContentError || isDecompressionError(error);
  const message = messageOf(error);
  if (!isContent || message.startsWith(OF_MEMBER)) return error;
  const kind = error instanceof ContentError ? error.kind : 'damaged';
  return new ContentError(kind, `${OF_MEMBER}${member}: ${message}`, { cause: error });
}
