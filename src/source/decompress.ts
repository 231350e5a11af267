/**
 * Gzip or plain, told by the first two bytes and never by the name: tools rename log files, and S3
 * stores some with `Content-Encoding` and no suffix. Members one after the other are one stream.
 */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** zlib's default of 16 KiB costs three times as much CPU: npm run bench parse. */
const CHUNK_BYTES = 256 * 1024;

/** The decompressed bytes. Ends in an error when the gzip stream is damaged or cut. */
export async function* decompress(body: Readable): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // bodies are opened without an encoding
  try {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < 2) {
      const next = await chunks.next(); // in order: a stream has one next chunk
      if (next.done === true) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    if (isGzip) yield* gunzip(head, chunks);
    else {
      if (head.length > 0) yield head;
      yield* { [Symbol.asyncIterator]: () => chunks };
    }
  } finally {
    body.destroy();
  }
}

/** The same of a body that is there already: a stream would cost more than a small plain body. */
export async function* decompressWhole(body: Buffer): AsyncGenerator<Buffer> {
  if (body[0] === 0x1f && body[1] === 0x8b) yield* decompress(Readable.from([body]));
  else if (body.length > 0) yield body;
}

async function* gunzip(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGunzip({ chunkSize: CHUNK_BYTES });
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  pipeline(all, gzip, () => undefined); // an error comes out of gzip itself, where it is handled
  yield* gzip as AsyncIterable<Buffer>; // a byte stream: no encoding is set
}
