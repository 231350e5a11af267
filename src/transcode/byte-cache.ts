/**
 * A bounded memory of what was made of some bytes: up to three texts, and a value. Found by the bytes
 * themselves, without a string. All of it lies in one buffer, so that a hundred thousand entries are
 * no work for the garbage collector. When it is full it starts again: what is usual is soon back.
 */
import type { ByteWriter } from '../core/byte-writer.ts';
import { releaseBuffer } from '../core/release-buffer.ts';

const TEXTS_MAX = 3;
const INT_BYTES = 4;
/** Of an entry: its hash, which value it has, and where its key and each text end; behind it they lie. */
const VALUE_AT = INT_BYTES;
const ENDS_AT = 2 * INT_BYTES;
const HEAD_BYTES = ENDS_AT + (1 + TEXTS_MAX) * INT_BYTES;
const FREE = -1;
/** Chains are short; who makes long ones means harm, and gets no more than this. */
const PROBES_MAX = 64;
const BUFFER_BYTES_FIRST = 64 * 1_024;
/** Ends no loop early, and starts none. */
const HASH_SEED = 0x3c6ef372;
const HASH_FACTOR = 0x01000193;
const OTHER_FACTOR = 0x85ebca6b;

/** An entry is where it starts in the buffer. */
export class ByteCache<Value = undefined> {
  readonly #entriesMax: number;
  readonly #bytesMax: number;
  readonly #slots: Int32Array;
  readonly #values: Value[] = [];
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES_FIRST);
  #view = new DataView(this.#buffer.buffer);
  #used = 0;
  /** Of the last look-up, for the entry that is added after it. */
  #hash = 0;
  /** The entry that was asked for last, and with what salt: lines of a log resemble each other. */
  #last = FREE;
  #lastSalt = 0;

  /** `entriesMax`: a power of two. */
  constructor(entriesMax: number, bytesMax: number) {
    this.#entriesMax = entriesMax;
    this.#bytesMax = bytesMax;
    this.#slots = new Int32Array(entriesMax * 2).fill(FREE);
  }

  /** The entry of these bytes; -1 where there is none: then `add` takes them. */
  find(view: DataView, start: number, end: number, salt = 0): number {
    const last = this.#last;
    if (last !== FREE && salt === this.#lastSalt && this.#isKey(last, view, start, end))
      return last;
    this.#last = FREE;
    this.#lastSalt = salt;
    const hash = hashOf(view, start, end) ^ salt;
    this.#hash = hash;
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    for (let probe = 0; probe < PROBES_MAX; probe += 1) {
      const entry = this.#slots[slot] ?? FREE;
      if (entry === FREE) return FREE;
      if (this.#view.getInt32(entry, true) === hash && this.#isKey(entry, view, start, end)) {
        this.#last = entry;
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    return FREE;
  }

  /** For the bytes that `find` has just looked for. Returns the entry. */
  add(view: DataView, start: number, end: number, texts: readonly string[], value: Value): number {
    const length = end - start;
    const needed = texts.reduce((sum, text) => sum + 3 * text.length, HEAD_BYTES + length);
    const isFull = this.#values.length === this.#entriesMax;
    if (isFull || this.#used + needed > this.#bytesMax) this.#clear();
    const slot = this.#freeSlot();
    this.#makeRoom(needed);
    const entry = this.#used;
    this.#view.setInt32(entry, this.#hash, true);
    this.#view.setInt32(entry + VALUE_AT, this.#values.length, true);
    let at = entry + HEAD_BYTES;
    this.#buffer.set(new Uint8Array(view.buffer, view.byteOffset + start, length), at);
    at += length;
    this.#setEnd(entry, 0, at);
    for (let text = 0; text < TEXTS_MAX; text += 1) {
      at += this.#buffer.write(texts[text] ?? '', at, 'utf8');
      this.#setEnd(entry, text + 1, at);
    }
    this.#used = at;
    this.#values.push(value);
    this.#slots[slot] = entry;
    this.#last = entry;
    return entry;
  }

  value(entry: number): Value {
    return this.#values[this.#view.getInt32(entry + VALUE_AT, true)] as Value; // of an entry that find or add gave
  }

  /** Writes one of the texts of an entry. */
  write(entry: number, text: number, to: ByteWriter): void {
    to.copy(this.#view, this.#end(entry, text), this.#end(entry, text + 1));
  }

  /** 0: of the key; then of each text. */
  #end(entry: number, part: number): number {
    return this.#view.getInt32(entry + ENDS_AT + part * INT_BYTES, true);
  }

  #setEnd(entry: number, part: number, end: number): void {
    this.#view.setInt32(entry + ENDS_AT + part * INT_BYTES, end, true);
  }

  #isKey(entry: number, view: DataView, start: number, end: number): boolean {
    const own = entry + HEAD_BYTES;
    const length = end - start;
    return this.#end(entry, 0) - own === length && isEqual(this.#view, own, view, start, length);
  }

  /** Where the entry belongs; the cache starts again where that is too far away. */
  #freeSlot(): number {
    const mask = this.#slots.length - 1;
    const first = spread(this.#hash) & mask;
    for (let probe = 0; probe < PROBES_MAX; probe += 1)
      if (this.#slots[(first + probe) & mask] === FREE) return (first + probe) & mask;
    this.#clear();
    return first;
  }

  #makeRoom(needed: number): void {
    const used = this.#used;
    if (used + needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(used + needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, used);
    releaseBuffer(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }

  #clear(): void {
    this.#used = 0;
    this.#last = FREE;
    this.#slots.fill(FREE);
    this.#values.length = 0;
  }
}

/** By words of eight bytes, the last of which may lie over the one before; as ByteWriter.copy. */
function isEqual(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  if (length < 8) {
    for (let at = 0; at < length; at += 1)
      if (a.getUint8(atA + at) !== b.getUint8(atB + at)) return false;
    return true;
  }
  const last = length - 8;
  for (let at = 0; at < last; at += 8)
    if (a.getBigInt64(atA + at) !== b.getBigInt64(atB + at)) return false;
  return a.getBigInt64(atA + last) === b.getBigInt64(atB + last);
}

/** Of words in two lanes, which a processor works on at once; the last words may lie over others. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = HASH_SEED ^ (end - start);
  if (end - start < 8) {
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ view.getUint8(at), HASH_FACTOR);
    return hash;
  }
  let other = HASH_SEED;
  for (let at = start; ; at += 8) {
    const word = Math.min(at, end - 8);
    hash = Math.imul(hash ^ view.getInt32(word, true), HASH_FACTOR);
    hash ^= hash >>> 15;
    other = Math.imul(other ^ view.getInt32(word + 4, true), OTHER_FACTOR);
    other ^= other >>> 13;
    if (at >= end - 8) return hash ^ other;
  }
}

/** Slots are taken from the low bits, which the last multiplication alone leaves uneven. */
const spread = (hash: number): number => hash ^ (hash >>> 16);
