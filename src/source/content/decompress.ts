/** Gzip and zstd streams as their bytes. Parts one after the other are one stream. */
import { pipeline } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, gunzipSync } from 'node:zlib';
import { sizeClassOf } from '../../core/large-buffer.ts';
import type { ByteReader } from './byte-reader.ts';
import { findZstdFrame, readZstdFrame } from './zstd-frame.ts';

/** zlib's default of 16 KiB costs three times as much CPU: npm run bench parse. */
const CHUNK_BYTES = 256 * 1024;
/** 2 to the power of it, 32 MiB, is the memory a zstd stream may ask for: up to `zstd -20`. */
const ZSTD_WINDOW_LOG_MAX = 25;

/** Ends in an error when the stream is damaged or cut. */
export async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(chunks, gzip, () => undefined); // an error comes out of gzip itself, where it is handled
  yield* gzip as AsyncIterable<Buffer>; // a byte stream: no encoding is set
}

/** Decompressed in 1 to 2 ms: nobody waits longer for it than for a slice of lines. */
const SMALL_GZIP_BYTES = 256 * 1024;
/** More of so little is no log, or a harmful one. */
const SMALL_TEXT_BYTES_MAX = 8 * 1024 * 1024;
/** Zlib takes no chunks below 64 bytes. */
const CHUNK_BYTES_MIN = 1_024;
/** At the end of a gzip stream stands how long its text is. */
const LENGTH_BYTES = 4;

/** What the text of a gzip body will take, as far as its end tells. */
export const unpackedBytes = (body: Buffer): number =>
  body.length < LENGTH_BYTES ? 0 : body.readUInt32LE(body.length - LENGTH_BYTES);

/** At once, without a stream. null: it is not small, or anything is wrong with it. */
export function gunzipSmall(body: Buffer): Buffer | null {
  const length = unpackedBytes(body);
  if (body.length > SMALL_GZIP_BYTES) return null;
  if (length > SMALL_TEXT_BYTES_MAX) return null;
  // One chunk, and room to see that it is the last.
  const chunkSize = sizeClassOf(Math.max(length + 1, CHUNK_BYTES_MIN));
  try {
    return gunzipSync(body, { chunkSize, maxOutputLength: SMALL_TEXT_BYTES_MAX });
  } catch {
    return null; // the stream says what it is
  }
}

/** Each frame gets a decoder of its own. Ends in an error when one is damaged or cut. */
export async function* unzstd(input: ByteReader): AsyncGenerator<Buffer> {
  while (await findZstdFrame(input)) {
    const frame = createZstdDecompress({
      chunkSize: CHUNK_BYTES,
      params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX },
    });
    pipeline(readZstdFrame(input), frame, () => undefined); // as above
    yield* frame as AsyncIterable<Buffer>; // a byte stream: no encoding is set
  }
}

/** The bytes are not what was compressed, or not all of it: an error of the two decoders. */
export function isDecompressionError(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }; // absent where it is no error of Node
  return typeof code === 'string' && /^(?:Z_[A-Z]+_ERROR|ZSTD_error_)/.test(code);
}
