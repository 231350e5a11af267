/**
 * Pure: HMAC-SHA256 (RFC 2104) under one key, by two hashes of one call each: Node's own makes an
 * object of OpenSSL for every text, which costs twice as much, and once more when it is collected.
 */
import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const ROOM_BYTES = 256;

export class HmacKey {
  /** The key's inner block, and room for a text behind it. */
  #inner = Buffer.alloc(BLOCK_BYTES + ROOM_BYTES, 0x36);
  /** Its outer block, and room for the hash of the inner one. */
  readonly #outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES, 0x5c);

  constructor(key: Uint8Array) {
    const block = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
    for (const [at, byte] of block.entries()) {
      this.#inner[at] = 0x36 ^ byte;
      this.#outer[at] = 0x5c ^ byte;
    }
  }

  bytes(text: string): Buffer {
    return hash('sha256', this.#outerOf(text), 'buffer');
  }

  hex(text: string): string {
    return hash('sha256', this.#outerOf(text), 'hex');
  }

  #outerOf(text: string): Buffer {
    const end = BLOCK_BYTES + Buffer.byteLength(text);
    if (end > this.#inner.length)
      this.#inner = Buffer.concat([this.#inner.subarray(0, BLOCK_BYTES)], end);
    this.#inner.write(text, BLOCK_BYTES);
    const hashed = hash('sha256', this.#inner.subarray(0, end), 'binary'); // no buffer to collect
    this.#outer.write(hashed, BLOCK_BYTES, 'latin1');
    return this.#outer;
  }
}
