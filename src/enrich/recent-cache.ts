/**
 * A bounded memory of computed values, the least recently used dropped first. What it remembers is
 * made of a copy of the key: a slice of a line would keep the whole chunk of its log alive.
 */
import QuickLRU from 'quick-lru';
import { detach } from '../core/detach.ts';

export class RecentCache<Value extends object> {
  readonly #entries: QuickLRU<string, Value>;

  constructor(entriesMax: number) {
    this.#entries = new QuickLRU({ maxSize: entriesMax / 2 }); // it keeps two generations
  }

  /** `make` is called with a copy of `key` when its value is not remembered. */
  get(key: string, make: (key: string) => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const copy = detach(key);
    const value = make(copy);
    this.#entries.set(copy, value);
    return value;
  }
}
