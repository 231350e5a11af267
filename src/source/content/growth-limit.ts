/**
 * Stops what grows out of proportion when it is decompressed. Gzip makes up to 1,000 bytes of one,
 * and nested it has no limit; log lines, with an id that differs in each, are at most 50 times as
 * large. All layers of one log object count together.
 */
import { ContentError } from './content.ts';

/** Small files may hold the same line many times. */
const FREE_BYTES = 256 * 1024 * 1024;
const GROWTH_MAX = 200;

export class GrowthLimit {
  #storedBytes = 0;
  #grownBytes = 0;

  /** Counts the bytes as they are stored. */
  async *stored(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#storedBytes += chunk.length;
      yield chunk;
    }
  }

  /** @throws ContentError `too_large` */
  async *grown(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#grownBytes += chunk.length;
      if (this.#grownBytes > FREE_BYTES && this.#grownBytes > GROWTH_MAX * this.#storedBytes)
        throw new ContentError(
          'too_large',
          `it grows to more than ${GROWTH_MAX} times its size when decompressed, which no log does: check what it is`,
        );
      yield chunk;
    }
  }
}
