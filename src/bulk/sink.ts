/**
 * Where documents go: cuts them into bulk requests, keeps a few requests in flight, sends again what
 * has to be sent again, and tells each item's owner its one final result. Does no I/O of its own:
 * all of it comes in as SinkPort.
 */
import type { IndexName } from '../core/brand.ts';
import type { ByteWriter } from '../core/byte-writer.ts';
import { TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import { Batch, type ItemTicket, type WrittenBy, type WrittenLine } from './batch.ts';
import { type BulkAnswer, classifyItem, type ItemRun } from './classify-response.ts';
import { BOUNDED_ATTEMPTS_MAX, type Patience } from './patience.ts';
import {
  bound,
  countItems,
  endOfOwner,
  isBounded,
  stopError,
  withDocument,
} from './settle-verdict.ts';

export interface SinkPort {
  /** One `_bulk` request. Never throws: a failure is an answer. */
  sendBulk(body: Buffer): Promise<BulkAnswer>;
  /** Makes a record index that is missing, or makes sure that it is there. */
  createIndex(index: IndexName): Promise<void>;
  /** Of documents that exist: which hold this very line as the one that brought them. */
  areOurs(tickets: readonly ItemTicket[]): Promise<OriginAnswer>;
  /** Ends early when the signal is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Something is being waited for; said to the user. */
  notice(text: string): void;
}

export type OriginAnswer =
  | { readonly kind: 'known'; readonly areOurs: readonly boolean[] }
  /** A node is away, or busy: to be asked again. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface SinkLimits {
  readonly flushBytes: number;
  readonly bulksInFlight: number;
}

/** The first requests are small, each twice as large as the one before: OpenSearch starts sooner. */
const FIRST_SHARE = 1 / 32;
/** So that a batch holds the item with which it is full. */
const SLACK_BYTES = 64 * 1_024;

export class Sink {
  readonly #port: SinkPort;
  readonly #limits: SinkLimits;
  readonly #patience: Patience;
  #filling: Batch;
  /** So many bytes make a request. */
  #cutBytes: number;
  readonly #waiting: Batch[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  /** Of batches that are settled: pages that are new cost more than what is written to them. */
  readonly #free: Batch[] = [];
  #failure: unknown = null;
  readonly #stop = new AbortController();

  constructor(port: SinkPort, limits: SinkLimits, patience: Patience) {
    this.#port = port;
    this.#limits = limits;
    this.#patience = patience;
    this.#filling = this.#newBatch();
    this.#cutBytes = limits.flushBytes * FIRST_SHARE;
  }

  /** Takes an item at once. `text`: action line and, if it has one, document line, with their LF. */
  add(ticket: ItemTicket, text: string): void {
    this.#filling.add(ticket, text);
    if (this.#filling.sizeBytes >= this.#cutBytes) this.#cut();
  }

  /** Puts `writer` where the next item goes: what is written there is void until it is taken. */
  openItem(writer: ByteWriter, room: number): void {
    this.#filling.openItem(writer, room);
  }

  /** Takes the record that was written since `openItem`. */
  closeItem(owner: WrittenBy, writer: ByteWriter, line: WrittenLine): void {
    this.#filling.closeItem(owner, writer, line);
    if (this.#filling.sizeBytes >= this.#cutBytes) this.#cut();
  }

  /** Waits until more items may be added. @throws what stopped the sink. */
  async ready(): Promise<void> {
    this.#throwIfFailed();
    while (this.#waiting.length > 0) {
      await Promise.race(this.#inFlight); // one place in flight has to become free
      this.#throwIfFailed();
    }
  }

  /** Sends all that is left, also what settling adds, and waits for the last result. */
  async drain(): Promise<void> {
    for (;;) {
      this.#cut();
      if (this.#inFlight.size === 0) break;
      await Promise.race(this.#inFlight); // until the last one is settled, also after a failure
    }
    this.#throwIfFailed();
  }

  #newBatch(): Batch {
    return this.#free.pop() ?? new Batch(Buffer.allocUnsafeSlow(this.#roomBytes));
  }

  #reuse(batch: Batch): void {
    const isWhole = batch.roomBytes === this.#roomBytes;
    const isNeeded = this.#free.length <= this.#limits.bulksInFlight; // in flight, and one that fills
    if (!isWhole || !isNeeded) return;
    batch.clear();
    this.#free.push(batch);
  }

  get #roomBytes(): number {
    return this.#limits.flushBytes + SLACK_BYTES;
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  #cut(): void {
    if (this.#filling.owners.length > 0) {
      this.#waiting.push(this.#filling);
      this.#filling = this.#newBatch();
      this.#cutBytes = Math.min(this.#cutBytes * 2, this.#limits.flushBytes);
    }
    this.#start();
  }

  #start(): void {
    while (this.#failure === null && this.#inFlight.size < this.#limits.bulksInFlight) {
      const batch = this.#waiting.shift();
      if (batch === undefined) return;
      const shipping = this.#ship(batch)
        .catch((error: unknown) => {
          this.#failure ??= error;
          this.#stop.abort(); // the others wait no longer, and send no more
        })
        .finally(() => {
          this.#inFlight.delete(shipping);
          this.#start();
        });
      this.#inFlight.add(shipping);
    }
  }

  /**
   * Sends a batch until each of its items has a final result. No `retry()` of core: each round sends
   * only what is left, often without a pause, and the first refused size splits it.
   */
  async #ship(batch: Batch): Promise<void> {
    let pending = batch;
    let boundedRounds = 0;
    for (let attempt = 1; !this.#stop.signal.aborted; attempt += 1) {
      const answer = await this.#port.sendBulk(pending.body); // one after the other: attempts of one batch
      const count = answer.kind === 'failed' ? 0 : countItems(answer.runs);
      if (answer.kind === 'failed' || count !== pending.owners.length) {
        const failure = answer.kind === 'failed' ? answer : incompleteAnswer(count);
        if (failure.status === 413) return this.#shipHalves(pending, failure.reason);
        await this.#waitOrGiveUp(attempt, failure.reason, failure.status);
        continue;
      }
      const left = await this.#settle(pending, answer.runs, boundedRounds);
      if (left.positions.length < pending.owners.length) this.#patience.noteProgress();
      else this.#patience.noteAnswer();
      if (left.positions.length === 0) {
        // After a failure the first request may still be on its way out.
        if (attempt === 1) this.#reuse(batch);
        return;
      }
      if (left.hasBounded) boundedRounds += 1;
      pending = pending.pick(left.positions);
      if (left.waitBecause !== null) await this.#waitOrGiveUp(attempt, left.waitBecause, null);
    }
  }

  /** 413: the request was larger than the server takes. */
  async #shipHalves(batch: Batch, reason: string): Promise<void> {
    if (batch.owners.length === 1) {
      batch
        .ticketAt(0)
        .settle({ kind: 'abandoned', reason: `too large for the server: ${reason}` });
      return;
    }
    const positions = batch.owners.map((_, position) => position);
    const middle = positions.length >> 1;
    await this.#ship(batch.pick(positions.slice(0, middle)));
    await this.#ship(batch.pick(positions.slice(middle)));
  }

  async #waitOrGiveUp(attempt: number, reason: string, status: number | null): Promise<void> {
    if (status === 401 || status === 403) {
      throw new TamarinError('opensearch_denied', `OpenSearch refused a bulk request: ${reason}.`, {
        hint: grantHint({ reason, user: null, index: null }),
      });
    }
    if (isRefusal(status) && attempt >= BOUNDED_ATTEMPTS_MAX)
      throw new TamarinError('opensearch_failed', `OpenSearch refused a bulk request: ${reason}.`);
    const delayMs = this.#patience.delayBefore(attempt);
    if (delayMs === null) {
      throw new TamarinError(
        'opensearch_unreachable',
        `OpenSearch accepts no documents: ${reason}.`,
        {
          hint: 'What was shipped is safe. Run the same sync again: it continues where it stopped.',
        },
      );
    }
    this.#port.notice(`waiting for OpenSearch: ${reason}`);
    await this.#port.sleep(delayMs, this.#stop.signal);
  }

  /** Tells final results; returns the positions of the items that have to be sent again. */
  async #settle(batch: Batch, runs: readonly ItemRun[], boundedRounds: number): Promise<Unsettled> {
    const positions: number[] = [];
    const conflicts: number[] = [];
    const missing = new Set<IndexName>();
    let waitBecause: string | null = null;
    let hasBounded = false;
    let end = 0;
    for (const { item, count } of runs) {
      let position = end;
      end += count;
      while (position < end) {
        const owner = batch.owners[position];
        if (owner?.kind === 'written' && item.status === 201) {
          const next = endOfOwner(batch, position, end);
          owner.created(batch, position, next);
          position = next;
          continue;
        }
        const ticket = batch.ticketAt(position);
        const verdict = bound(classifyItem(ticket, item), boundedRounds);
        hasBounded ||= isBounded(verdict);
        if (verdict.kind === 'stop') throw stopError(verdict, ticket);
        if (verdict.kind === 'retry') waitBecause = verdict.reason;
        if (verdict.kind === 'create_index') missing.add(ticket.index);
        if (verdict.kind === 'retry' || verdict.kind === 'create_index') positions.push(position);
        // Only a refused creation can be with ourselves: 200 says that an older record was rewritten.
        else if (item.status === 409 && verdict.kind === 'duplicate') conflicts.push(position);
        else ticket.settle(withDocument(verdict, batch, position));
        position += 1;
      }
    }
    for (const index of missing) await this.#port.createIndex(index); // rare, and each is needed before going on
    const unknown = conflicts.length === 0 ? null : await this.#settleConflicts(batch, conflicts);
    if (unknown === null) return { positions, waitBecause, hasBounded };
    const again = [...positions, ...conflicts].sort((a, b) => a - b);
    return { positions: again, waitBecause: unknown, hasBounded };
  }

  /**
   * A conflict may be with ourselves: an answer was lost, or OpenSearch tried again inside when it
   * lost a node, which nobody outside can see. What is stored tells. Returns null, or why it is not
   * known now: then the items are sent once more, and meet the same conflict.
   */
  async #settleConflicts(batch: Batch, positions: readonly number[]): Promise<string | null> {
    const tickets = positions.map((position) => batch.ticketAt(position));
    const origin = await this.#port.areOurs(tickets);
    if (origin.kind === 'unknown') return origin.reason;
    for (const [at, ticket] of tickets.entries())
      ticket.settle({ kind: origin.areOurs[at] === true ? 'indexed' : 'duplicate' });
    return null;
  }
}

/** The request is at fault, or what answers is no OpenSearch: waiting long will not help. */
const isRefusal = (status: number | null): boolean =>
  status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Items that have to be sent again. */
interface Unsettled {
  readonly positions: readonly number[];
  /** null: they can be sent at once. */
  readonly waitBecause: string | null;
  /** One of them failed in a way that waiting may not mend. */
  readonly hasBounded: boolean;
}

const incompleteAnswer = (items: number) => ({
  status: null,
  reason: `the answer to a bulk request had ${items} items, not one for each document`,
});
