/**
 * A bounded memory of computed values, the least recently used dropped first. Its keys are copies:
 * a slice of a line would keep the whole chunk of its log alive. Values must not be slices either.
 */
import { Buffer } from 'node:buffer';
import QuickLRU from 'quick-lru';

export class RecentCache<Value> {
  readonly #entries: QuickLRU<string, Value>;

  constructor(entriesMax: number) {
    this.#entries = new QuickLRU({ maxSize: entriesMax / 2 }); // it keeps two generations
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.set(Buffer.from(key, 'utf16le').toString('utf16le'), value);
  }
}
