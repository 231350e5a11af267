/**
 * A bounded memory of computed values in two generations: what is asked for moves to the young one,
 * and when that is full, the old one is dropped. Keeps what is in use like an LRU list, but a hit
 * costs one look-up and no reordering.
 */
import { Buffer } from 'node:buffer';

export class RecentCache<Value> {
  readonly #generationMax: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(entriesMax: number) {
    this.#generationMax = Math.floor(entriesMax / 2);
  }

  /** Entries that are held, in both generations. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    // A slice of a line would keep the whole chunk of its log alive: only a copy is kept.
    this.#young.set(Buffer.from(key, 'utf16le').toString('utf16le'), value);
  }
}
