/**
 * A bounded memory of what was made of some bytes: up to three texts, and a value. Found by the bytes
 * themselves, without a string. All of it lies in one buffer, so that a hundred thousand entries are
 * no work for the garbage collector. When it is full it starts again: what is usual is soon back.
 */
import type { ByteWriter } from '../core/byte-writer.ts';
import { releaseBuffer } from '../core/release-buffer.ts';

const TEXTS_MAX = 3;
/** Of an entry: hash, and where the key and each text end. */
const COLUMNS = 2 + TEXTS_MAX;
const FREE = -1;
/** Chains are short; who makes long ones means harm, and gets no more than this. */
const PROBES_MAX = 64;
const BUFFER_BYTES_FIRST = 64 * 1_024;
/** Ends no loop early, and starts none. */
const HASH_SEED = 0x3c6ef372;
const HASH_FACTOR = 0x01000193;

export class ByteCache<Value = undefined> {
  readonly #entriesMax: number;
  readonly #bytesMax: number;
  readonly #slots: Int32Array;
  readonly #columns: Int32Array;
  readonly #values: Value[] = [];
  #count = 0;
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES_FIRST);
  #view = new DataView(this.#buffer.buffer);
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
    this.#columns = new Int32Array(entriesMax * COLUMNS);
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
      if (this.#columns[entry * COLUMNS] === hash && this.#isKey(entry, view, start, end)) {
        this.#last = entry;
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    return FREE;
  }

  /** For the bytes that `find` has just looked for. Returns the entry. */
  add(view: DataView, start: number, end: number, texts: readonly string[], value: Value): number {
    const needed = end - start + texts.reduce((sum, text) => sum + 3 * text.length, 0);
    if (this.#count === this.#entriesMax || this.#used() + needed > this.#bytesMax) this.#clear();
    const slot = this.#freeSlot();
    this.#makeRoom(needed);
    const entry = this.#count;
    const columns = entry * COLUMNS;
    let at = this.#used();
    this.#buffer.set(new Uint8Array(view.buffer, view.byteOffset + start, end - start), at);
    at += end - start;
    this.#columns[columns] = this.#hash;
    this.#columns[columns + 1] = at;
    for (let text = 0; text < TEXTS_MAX; text += 1) {
      at += this.#buffer.write(texts[text] ?? '', at, 'utf8');
      this.#columns[columns + 2 + text] = at;
    }
    this.#values[entry] = value;
    this.#count += 1;
    this.#slots[slot] = entry;
    this.#last = entry;
    return entry;
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

  value(entry: number): Value {
    return this.#values[entry] as Value; // of an entry that find or add gave
  }

  /** Writes one of the texts of an entry. */
  write(entry: number, text: number, to: ByteWriter): void {
    const end = entry * COLUMNS + 2 + text;
    to.copy(this.#view, this.#columns[end - 1] ?? 0, this.#columns[end] ?? 0);
  }

  #startOf(entry: number): number {
    return entry === 0 ? 0 : (this.#columns[entry * COLUMNS - 1] ?? 0);
  }

  #used(): number {
    return this.#startOf(this.#count);
  }

  #isKey(entry: number, view: DataView, start: number, end: number): boolean {
    let own = this.#startOf(entry);
    if ((this.#columns[entry * COLUMNS + 1] ?? 0) - own !== end - start) return false;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      if (view.getInt32(at) !== this.#view.getInt32(own)) return false;
      own += 4;
    }
    for (; at < end; at += 1) {
      if (view.getUint8(at) !== this.#view.getUint8(own)) return false;
      own += 1;
    }
    return true;
  }

  #makeRoom(needed: number): void {
    const used = this.#used();
    if (used + needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(used + needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, used);
    releaseBuffer(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }

  #clear(): void {
    this.#count = 0;
    this.#last = FREE;
    this.#slots.fill(FREE);
    this.#values.length = 0;
  }
}

/** By words: a step a byte takes four times as long. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = HASH_SEED ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), HASH_FACTOR);
    hash ^= hash >>> 15;
  }
  for (; at < end; at += 1) hash = Math.imul(hash ^ view.getUint8(at), HASH_FACTOR);
  return hash;
}

/** Slots are taken from the low bits, which the last multiplication alone leaves uneven. */
const spread = (hash: number): number => hash ^ (hash >>> 16);
