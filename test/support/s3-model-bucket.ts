/** A bucket of keys without bodies, each with the time at which it can be listed. */
import type { ListedPage } from '../../src/source/s3/list-log-objects.ts';

export interface Arrival {
  readonly key: string;
  readonly arrivedMs: number;
}

export class ModelBucket {
  readonly #arrivals: readonly Arrival[];
  readonly #pageKeys: number;
  calls = 0;

  /** S3 lists a thousand keys at a time. */
  constructor(arrivals: readonly Arrival[], pageKeys = 1_000) {
    this.#pageKeys = pageKeys;
    this.#arrivals = arrivals.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  listPage(startAfter: string, nowMs: number): ListedPage {
    this.calls += 1;
    const keys: ListedPage['keys'][number][] = [];
    for (let at = this.#firstAfter(startAfter); at < this.#arrivals.length; at += 1) {
      const arrival = this.#arrivals[at];
      if (arrival === undefined || arrival.arrivedMs > nowMs) continue;
      if (keys.length === this.#pageKeys) return { keys, isTruncated: true };
      const { key, arrivedMs } = arrival;
      keys.push({ key, etag: '"e"', sizeBytes: 1, lastModifiedMs: arrivedMs });
    }
    return { keys, isTruncated: false };
  }

  #firstAfter(startAfter: string): number {
    let [low, high] = [0, this.#arrivals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#arrivals[middle]?.key ?? '') <= startAfter) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
