/** Writes bytes one behind the other into a buffer that has room for them. */

export class ByteWriter {
  #buffer: Buffer = Buffer.alloc(0);
  #view = new DataView(this.#buffer.buffer);
  /** Where the next byte goes. */
  at = 0;

  /** From here on it writes into `buffer`. */
  target(buffer: Buffer, at: number): void {
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    this.at = at;
  }

  byte(value: number): void {
    this.#view.setUint8(this.at, value);
    this.at += 1;
  }

  /**
   * By words of eight bytes, the last of which may lie over the one before. The built-in copy needs an
   * object for each piece, and pieces are short; BigInt is only what DataView calls 64 bits here, none
   * is made.
   * @throws RangeError where there is no room
   */
  copy(from: DataView, start: number, end: number): void {
    const view = this.#view;
    const to = this.at;
    const length = end - start;
    this.at = to + length;
    if (length >= 8) {
      const last = length - 8;
      for (let at = 0; at < last; at += 8)
        view.setBigInt64(to + at, from.getBigInt64(start + at, true), true);
      view.setBigInt64(to + last, from.getBigInt64(start + last, true), true);
    } else if (length >= 4) {
      view.setInt32(to, from.getInt32(start, true), true);
      view.setInt32(to + length - 4, from.getInt32(end - 4, true), true);
    } else for (let at = 0; at < length; at += 1) view.setUint8(to + at, from.getUint8(start + at));
  }

  /** A long piece: the built-in copy is faster for those. @throws RangeError where there is no room */
  bytes(from: Buffer, start: number, end: number): void {
    const copied = from.copy(this.#buffer, this.at, start, end);
    if (copied < end - start) throw new RangeError(`there is room for ${copied} bytes of ${end - start}`); // biome-ignore format: one line
    this.at += copied;
  }

  text(text: ByteText): void {
    this.copy(text.view, 0, text.length);
  }
}

/** A text that is written again and again, as UTF-8. */
export class ByteText {
  readonly view: DataView;
  readonly length: number;

  constructor(text: string) {
    const bytes = Buffer.from(text, 'utf8');
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = bytes.length;
  }
}
