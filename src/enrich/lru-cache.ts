/**
 * A bounded memory of computed values: a Map keeps the order of insertion, so its first key is the
 * one that was not asked for longest.
 */
import { Buffer } from 'node:buffer';

export class LruCache<Value> {
  readonly #entriesMax: number;
  readonly #entries = new Map<string, Value>();
  #lastKey: string | null = null;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined || key === this.#lastKey) return value;
    this.#entries.delete(key);
    this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    if (this.#entries.size >= this.#entriesMax && !this.#entries.has(key)) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#entries.delete(oldest.value);
    }
    // A slice of a line would keep the whole chunk of the log alive: only a copy is kept.
    const own = Buffer.from(key, 'utf16le').toString('utf16le');
    this.#entries.set(own, value);
    this.#lastKey = own;
  }
}
