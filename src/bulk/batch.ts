/**
 * Bulk items waiting to be sent: one growing NDJSON buffer, and for each item whose it is and where
 * its bytes end, so that single items can be sent again without being encoded again.
 */
import type { IndexName } from '../core/brand.ts';
import type { ByteWriter } from '../core/byte-writer.ts';

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

/**
 * Whose the items are that were written straight into a batch, one behind the other, without a ticket
 * each: the lines of one log object. All of them are records.
 */
export interface WrittenBy {
  readonly kind: 'written';
  /** The items from `from` up to, not including, `to` came to the index. */
  created(batch: Batch, from: number, to: number): void;
  /** Of one item that has another result. */
  ticket(batch: Batch, position: number): ItemTicket;
}

export type ItemOwner = ItemTicket | WrittenBy;

/** What is kept beside an item that was written: it does not stand in its bytes. */
export interface WrittenLine {
  /** SHA-256 of the line's bytes, one character a byte. */
  readonly lineHash: string;
  readonly offset: number;
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
/** Of a line that was written: its hash and, as a double, its offset. */
const HASH_BYTES = 32;
const LINE_BYTES = HASH_BYTES + 8;
const LINES_BYTES_FIRST = 4_096;

export class Batch {
  readonly owners: ItemOwner[] = [];
  readonly #lines = new WrittenLines();
  readonly #ends: number[] = [];
  #bytes: Buffer;
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** `text` holds the action line and, behind it, the document line, both with their LF. */
  add(ticket: ItemTicket, text: string): void {
    const needed = this.#length + text.length * UTF8_BYTES_PER_UNIT_MAX;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
    this.owners.push(ticket);
    this.#ends.push(this.#length);
  }

  /** Puts `writer` where the next item goes, with room for so many bytes. */
  openItem(writer: ByteWriter, room: number): void {
    const needed = this.#length + room;
    if (needed > this.#bytes.length) this.#grow(needed);
    writer.target(this.#bytes, this.#length);
  }

  /** Takes what was written since `openItem`. */
  closeItem(owner: WrittenBy, writer: ByteWriter, line: WrittenLine): void {
    this.#length = writer.at;
    this.#lines.note(this.owners.length, line);
    this.owners.push(owner);
    this.#ends.push(this.#length);
  }

  /** Of an item that was written. */
  lineAt(position: number): WrittenLine {
    return this.#lines.at(position);
  }

  /** What an item is about. @throws RangeError where there is none */
  ticketAt(position: number): ItemTicket {
    const owner = this.owners[position];
    if (owner === undefined) throw new RangeError(`the batch has no item ${position}`);
    return owner.kind === 'written' ? owner.ticket(this, position) : owner;
  }

  get sizeBytes(): number {
    return this.#length;
  }

  /** Bytes that it holds without growing. */
  get roomBytes(): number {
    return this.#bytes.length;
  }

  /** Empty again, in the same memory: once nobody needs its items any more. */
  clear(): void {
    this.owners.length = 0;
    this.#ends.length = 0;
    this.#length = 0;
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
    const picked = new Batch(Buffer.alloc(0));
    const parts = positions.map((position) => this.itemBytes(position));
    picked.#bytes = Buffer.concat(parts);
    for (const [at, position] of positions.entries()) {
      const owner = this.owners[position];
      if (owner === undefined) continue;
      if (owner.kind === 'written') picked.#lines.note(picked.owners.length, this.lineAt(position));
      picked.owners.push(owner);
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

/** By position in the batch; without an object for each. */
class WrittenLines {
  #bytes = Buffer.alloc(0);
  #view = new DataView(this.#bytes.buffer);

  note(position: number, { lineHash, offset }: WrittenLine): void {
    const at = position * LINE_BYTES;
    if (at + LINE_BYTES > this.#bytes.length) this.#grow(at + LINE_BYTES);
    const view = this.#view;
    // By words: a call of Buffer takes three times as long for so few.
    for (let byte = 0; byte < HASH_BYTES; byte += 4) {
      const word =
        lineHash.charCodeAt(byte) |
        (lineHash.charCodeAt(byte + 1) << 8) |
        (lineHash.charCodeAt(byte + 2) << 16) |
        (lineHash.charCodeAt(byte + 3) << 24);
      view.setInt32(at + byte, word, true);
    }
    view.setFloat64(at + HASH_BYTES, offset, true);
  }

  at(position: number): WrittenLine {
    const at = position * LINE_BYTES;
    return {
      lineHash: this.#bytes.toString('latin1', at, at + HASH_BYTES),
      offset: this.#view.getFloat64(at + HASH_BYTES, true),
    };
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(
      Math.max(needed, this.#bytes.length * 2, LINES_BYTES_FIRST),
    );
    this.#bytes.copy(larger);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
