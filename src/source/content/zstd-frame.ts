/**
 * Where a zstd frame ends, from the sizes that it names; what it holds is not looked at. Node's
 * decoder ends with its first frame and leaves what follows unread, without a word.
 */

import type { ByteReader } from './byte-reader.ts';
import { ContentError } from './content.ts';

const MAGIC_BYTES = 4;
const FRAME_MAGIC = 0xfd2f_b528;
/** Its last four bits are free. */
const SKIPPABLE_MAGIC = 0x184d_2a50;
/** By the two bits that name the size of a field. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const CHECKSUM_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
/** A block of one byte, repeated: that byte is all that is stored. */
const REPEATED = 1;

/** True: the next frame begins here. Frames without content, and zeros as padding, are passed over. */
export async function findZstdFrame(input: ByteReader): Promise<boolean> {
  for (;;) {
    while (input.ahead.length < MAGIC_BYTES && (await input.lookFurther())); // in order: it is a stream
    const padding = input.ahead.findIndex((byte) => byte !== 0);
    if (padding !== 0) await input.read(padding < 0 ? input.ahead.length : padding);
    if (padding < 0 && !(await input.lookFurther())) return false;
    if (padding !== 0) continue;
    const magic = input.ahead.length < MAGIC_BYTES ? 0 : input.ahead.readUInt32LE();
    if (magic === FRAME_MAGIC) return true;
    if ((magic & ~0xf) >>> 0 !== SKIPPABLE_MAGIC)
      throw new ContentError('damaged', 'a zstd frame is followed by something else');
    await passOverSkippable(input);
  }
}

async function passOverSkippable(input: ByteReader): Promise<void> {
  const header = await input.read(2 * MAGIC_BYTES);
  let left = header.length < 2 * MAGIC_BYTES ? 1 : header.readUInt32LE(MAGIC_BYTES);
  while (left > 0) {
    const passed = await input.readSome(left); // in order: it is a stream
    if (passed.length === 0) throw new ContentError('damaged', 'a zstd frame is cut short');
    left -= passed.length;
  }
}

/** All bytes of the frame that begins here; fewer where it is cut, which its decoder tells. */
export async function* readZstdFrame(input: ByteReader): AsyncGenerator<Buffer> {
  const start = await input.read(MAGIC_BYTES + 1);
  yield start;
  const flags = start[MAGIC_BYTES] ?? 0;
  const isSingleSegment = (flags & 0x20) !== 0;
  const contentSizeBytes = CONTENT_SIZE_BYTES[flags >> 6] ?? 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  yield await input.read(
    windowBytes +
      (DICTIONARY_ID_BYTES[flags & 3] ?? 0) +
      (isSingleSegment && contentSizeBytes === 0 ? 1 : contentSizeBytes),
  );
  for (let isLast = false; !isLast; ) {
    const header = await input.read(BLOCK_HEADER_BYTES); // in order: it is a stream
    if (header.length < BLOCK_HEADER_BYTES) return;
    const bits = header.readUIntLE(0, BLOCK_HEADER_BYTES);
    isLast = (bits & 1) === 1;
    yield header;
    yield await input.read(((bits >> 1) & 3) === REPEATED ? 1 : bits >> 3); // 128 KiB at most
  }
  if ((flags & 4) !== 0) yield await input.read(CHECKSUM_BYTES);
}
