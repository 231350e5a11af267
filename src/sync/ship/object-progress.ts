/**
 * What became of the lines of one log object. It is settled when it has been read to its end and
 * every item made from it has its final result; only then does the ledger hear of it.
 */
import type { ItemResult } from '../../bulk/batch.ts';
import type { IndexName } from '../../core/brand.ts';
import type { LogObject } from '../../source/log/log-source.ts';
import type { DocumentPlace } from '../store/sync-store.ts';
import type { CreatedIds } from './created-ids.ts';

export type ReadEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'not_a_log' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** It has to be restored from an archive first. */
  | { readonly kind: 'archived'; readonly reason: string }
  /** It was deleted since it was listed, or since it failed. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The sync was stopped: no word about this object, the next sync reads it. */
  | { readonly kind: 'interrupted' };

export interface LineCounts {
  lines: number;
  indexed: number;
  duplicates: number;
  rejected: number;
  skipped: number;
  /** Records of an earlier version that were deleted: no lines, the index grows by so many less. */
  removed: number;
}

export class ObjectProgress {
  readonly object: LogObject;
  readonly counts: LineCounts = {
    lines: 0,
    indexed: 0,
    duplicates: 0,
    rejected: 0,
    skipped: 0,
    removed: 0,
  };
  bytesRead = 0;
  #firstSeconds = Number.POSITIVE_INFINITY;
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #unsettledItems = 0;
  #end: ReadEnd | null = null;
  /** Why items got no result, the first of them. */
  #abandoned: string | null = null;
  /** Counts of the whole sync, raised together with the object's own. */
  readonly #tally: LineCounts;
  readonly #created: CreatedIds;
  readonly #onSettled: (progress: ObjectProgress) => void;

  constructor(
    object: LogObject,
    about: {
      readonly tally: LineCounts;
      readonly created: CreatedIds;
      readonly onSettled: (progress: ObjectProgress) => void;
    },
  ) {
    this.object = object;
    this.#tally = about.tally;
    this.#created = about.created;
    this.#onSettled = about.onSettled;
  }

  /** A record was handed to the sink. Seconds since 1970-01-01 UTC. */
  recordSent(timeSeconds: number): void {
    this.#unsettledItems += 1;
    if (timeSeconds < this.#firstSeconds) this.#firstSeconds = timeSeconds;
    if (timeSeconds > this.#lastSeconds) this.#lastSeconds = timeSeconds;
  }

  /** ISO; null without a record. */
  get firstRecordTime(): string | null {
    return isoTime(this.#firstSeconds);
  }

  get lastRecordTime(): string | null {
    return isoTime(this.#lastSeconds);
  }

  quarantineSent(): void {
    this.#unsettledItems += 1;
  }

  /** The line is a reject, whether or not it is kept in quarantine. */
  lineRejected(): void {
    this.#count('rejected');
  }

  /** The final result of a record. A line without one is not counted: its object has failed. */
  recordSettled(result: ItemResult, id: string, index: IndexName): void {
    switch (result.kind) {
      case 'indexed':
      case 'duplicate':
        this.#count(this.#created.note(result.kind, id, index));
        break;
      case 'refused':
        this.lineRejected();
        break;
      case 'removed':
      case 'absent':
        break; // of a removal: no line stands behind it
      case 'abandoned':
        this.#abandoned ??= result.reason;
        break;
      default:
        result satisfies never;
    }
    this.#itemSettled();
  }

  /** Records came to the index, `count` of them. `placeAt`: where each of them is, from 0 on. */
  recordsCreated(count: number, placeAt: (at: number) => DocumentPlace): void {
    if (this.#created.needsEach)
      for (let at = 0; at < count; at += 1) {
        const { id, index } = placeAt(at);
        this.#count(this.#created.note('indexed', id, index));
      }
    else {
      this.#created.noteMany(count);
      this.#countMany('indexed', count);
    }
    this.#unsettledItems -= count;
    this.#tellIfSettled();
  }

  quarantineSettled(result: ItemResult, id: string, index: IndexName): void {
    if (result.kind === 'indexed') this.#created.note('indexed', id, index);
    if (result.kind === 'abandoned') this.#abandoned ??= `quarantine: ${result.reason}`;
    this.#itemSettled();
  }

  /** A record that an earlier version wrote is gone. Told before its removal is settled. */
  recordRemoved(): void {
    this.counts.removed += 1;
    this.#tally.removed += 1;
  }

  /**
   * What was read may be wrong, and is read again: nothing of it counts. Every item of it has to have
   * its result.
   */
  takeBack(): void {
    for (const name of ['lines', 'indexed', 'duplicates', 'rejected', 'skipped'] as const) {
      this.#tally[name] -= this.counts[name];
      this.counts[name] = 0;
    }
    this.#firstSeconds = Number.POSITIVE_INFINITY;
    this.#lastSeconds = Number.NEGATIVE_INFINITY;
    this.#created.takeBack();
  }

  /** What is read from here on is never taken back. */
  willStay(): void {
    this.#created.willStay();
  }

  get isTakenBack(): boolean {
    return this.#created.isTakenBack;
  }

  /** Created documents that were not remembered: there were too many. */
  get forgotten(): number {
    return this.#created.forgotten;
  }

  /** Documents that only readings that were taken back have made. */
  get leftOver(): readonly DocumentPlace[] {
    return this.#created.leftOver;
  }

  /** They stay: what was taken back was not read better, and they may be right. */
  keepLeftOver(isRecord: (place: DocumentPlace) => boolean): void {
    for (const place of this.leftOver) if (isRecord(place)) this.#count('indexed');
  }

  removalSent(): void {
    this.#unsettledItems += 1;
  }

  removalSettled(result: ItemResult): void {
    if (result.kind === 'abandoned') this.#abandoned ??= `a removal: ${result.reason}`;
    this.#itemSettled();
  }

  readEnded(end: ReadEnd): void {
    this.#end = end;
    this.#tellIfSettled();
  }

  /** How the object ended; known once it is settled. */
  get end(): ReadEnd {
    if (this.#abandoned !== null) return { kind: 'failed', reason: this.#abandoned };
    return this.#end ?? { kind: 'interrupted' };
  }

  #count(result: 'indexed' | 'duplicates' | 'rejected'): void {
    this.#countMany(result, 1);
  }

  #countMany(result: 'indexed' | 'duplicates' | 'rejected', count: number): void {
    this.counts.lines += count;
    this.counts[result] += count;
    this.#tally.lines += count;
    this.#tally[result] += count;
  }

  #itemSettled(): void {
    this.#unsettledItems -= 1;
    this.#tellIfSettled();
  }

  #tellIfSettled(): void {
    if (this.#end === null || this.#unsettledItems > 0) return;
    this.#created.forget();
    this.#onSettled(this);
  }
}

const isoTime = (seconds: number): string | null =>
  Number.isFinite(seconds) ? new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z') : null;
