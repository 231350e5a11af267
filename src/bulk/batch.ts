/**
 * Bulk items waiting to be sent: one growing NDJSON buffer, and for each item whose it is and where
 * its bytes end, so that single items can be sent again without being encoded again.
 */
import type { IndexName } from '../core/brand.ts';

/** What a bulk item is about, and what to tell whom when its result is final. */
export interface ItemTicket {
  /** `removal` deletes the document `id`; all other kinds write one. */
  readonly kind: 'record' | 'quarantine' | 'ledger' | 'removal';
  readonly index: IndexName;
  readonly id: string;
  /** Where a record came from; for other items the log object they are about, and line 0. */
  readonly logKey: string;
  readonly line: number;
  /** Called once, with the final result. */
  readonly settle: (result: ItemResult) => void;
}

/** `abandoned`: no result could be had, for the reason given; its log object has failed. */
export type ItemResult =
  | { readonly kind: 'indexed' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly reason: string; readonly document: string }
  /** Of a removal: the document was deleted, or there was none. */
  | { readonly kind: 'removed' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'abandoned'; readonly reason: string };

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_PER_UNIT_MAX = 3;

export class Batch {
  readonly tickets: ItemTicket[] = [];
  readonly #ends: number[] = [];
  #bytes: Buffer;
  #length = 0;

  constructor(capacityBytes: number) {
    this.#bytes = Buffer.allocUnsafe(capacityBytes);
  }

  /** `text` holds the action line and, behind it, the document line, both with their LF. */
  add(ticket: ItemTicket, text: string): void {
    const needed = this.#length + text.length * UTF8_BYTES_PER_UNIT_MAX;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
    this.tickets.push(ticket);
    this.#ends.push(this.#length);
  }

  get sizeBytes(): number {
    return this.#length;
  }

  get body(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The action line and the document line of an item. */
  itemBytes(position: number): Buffer {
    const start = position === 0 ? 0 : (this.#ends[position - 1] ?? 0);
    return this.#bytes.subarray(start, this.#ends[position]);
  }

  /** A batch of some of this one's items, in order. */
  pick(positions: readonly number[]): Batch {
    const picked = new Batch(0);
    const parts = positions.map((position) => this.itemBytes(position));
    picked.#bytes = Buffer.concat(parts);
    for (const [at, position] of positions.entries()) {
      const ticket = this.tickets[position];
      if (ticket === undefined) continue;
      picked.tickets.push(ticket);
      picked.#length += parts[at]?.length ?? 0;
      picked.#ends.push(picked.#length);
    }
    return picked;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
