/** Chunks of any size as the bytes that a parser asks for. Holds one chunk, and what was peeked at. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #isEnd = false;

  constructor(chunks: AsyncIterator<Buffer>) {
    this.#chunks = chunks;
  }

  /** The bytes that come next, more of them with each call; nothing is taken. */
  get ahead(): Buffer {
    return this.#held;
  }

  /** Looks one chunk further. False: there is none. */
  async lookFurther(): Promise<boolean> {
    if (this.#isEnd) return false;
    const next = await this.#chunks.next();
    if (next.done === true) this.#isEnd = true;
    else
      this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return !this.#isEnd;
  }

  /** The next bytes, fewer only at the end. For small counts: they are held at once. */
  async read(count: number): Promise<Buffer> {
    while (this.#held.length < count && (await this.lookFurther())); // in order: it is a stream
    return this.#take(count);
  }

  /** The next bytes as they come, at most so many; none at the end. */
  async readSome(countMax: number): Promise<Buffer> {
    while (this.#held.length === 0 && (await this.lookFurther())); // chunks may be empty
    return this.#take(countMax);
  }

  /** All that is left. */
  async *rest(): AsyncGenerator<Buffer> {
    if (this.#held.length > 0) yield this.#take(this.#held.length);
    if (!this.#isEnd) yield* { [Symbol.asyncIterator]: () => this.#chunks };
  }

  #take(countMax: number): Buffer {
    const taken = this.#held.subarray(0, countMax);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }
}
