/**
 * The body of one GET answer, checked: it ends in an error when it stalls, is cut, or is not as long
 * as the object. The SDK checks the checksum, where S3 sent one, and fails at the end of the body.
 * A body is given out only when all of it has come and was found right, so that no damaged line gets
 * through: one of ordinary size is held in memory, a large one in a file (spool.ts).
 *
 * Whatever happens, the body is consumed or destroyed: an unread one keeps its socket for ever.
 */
import { Readable } from 'node:stream';
import type { Spool } from './spool.ts';

/** At most this much is held in memory for each object that is fetched or worked on. */
export const HELD_BYTES_MAX = 1024 * 1024;

/** Something went wrong on the way; the object may be fine. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

export interface BodyLimits {
  /** Of the object. */
  readonly sizeBytes: number;
  /** So long may nothing come. */
  readonly stallMs: number;
}

const stalled = (stallMs: number) => new BodyError(`no data for ${stallMs} ms`);
const tooLong = (sizeBytes: number) => new BodyError(`the body is longer than ${sizeBytes} bytes`);

function tooShort(readBytes: number, sizeBytes: number): BodyError {
  const error = new BodyError(`the body ended after ${readBytes} of ${sizeBytes} bytes`);
  noteReached(error, readBytes);
  return error;
}

export function checkedBody(body: Readable, limits: BodyLimits, spool: Spool): Readable {
  const chunks = chunksOf(body, limits);
  const isHeld = limits.sizeBytes <= HELD_BYTES_MAX;
  const held = isHeld ? allAtOnce(chunks) : spool.hold(chunks, limits.sizeBytes);
  return Readable.from(held, { objectMode: false });
}

async function* allAtOnce(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const held: Buffer[] = [];
  for await (const chunk of chunks) held.push(chunk);
  if (held.length > 0) yield Buffer.concat(held);
}

async function* chunksOf(
  body: Readable,
  { sizeBytes, stallMs }: BodyLimits,
): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // opened without an encoding
  let readBytes = 0;
  try {
    for (;;) {
      const next = await nextWithin(chunks, body, stallMs); // in order: it is a stream
      if (next.done === true) break;
      readBytes += next.value.length;
      if (readBytes > sizeBytes) throw tooLong(sizeBytes);
      yield next.value;
    }
    if (readBytes !== sizeBytes) throw tooShort(readBytes, sizeBytes);
  } catch (error) {
    noteReached(error, readBytes);
    throw error;
  } finally {
    body.destroy();
  }
}

/** How far the bodies came whose errors these are: errors come from anywhere, and stay what they are. */
const reached = new WeakMap<object, number>();

export function noteReached(error: unknown, bytes: number): void {
  if (typeof error === 'object' && error !== null) reached.set(error, bytes);
}

/** Bytes that came before the error; 0 where it is none of a body. */
export const reachedBytesOf = (error: unknown): number =>
  typeof error === 'object' && error !== null ? (reached.get(error) ?? 0) : 0;

/** The time in which nobody asks for a chunk does not count: the sink may be slow. */
async function nextWithin(
  chunks: AsyncIterator<Buffer>,
  body: Readable,
  stallMs: number,
): Promise<IteratorResult<Buffer>> {
  const timer = setTimeout(() => body.destroy(stalled(stallMs)), stallMs);
  try {
    return await chunks.next();
  } finally {
    clearTimeout(timer);
  }
}
