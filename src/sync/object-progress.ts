/**
 * What became of the lines of one log object. It is settled when it has been read to its end and
 * every item made from it has its final result; only then does the ledger hear of it.
 */
import type { ItemResult } from '../bulk/batch.ts';
import type { LogObject } from '../source/log-source.ts';

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
  firstRecordTime: string | null = null;
  lastRecordTime: string | null = null;
  #unsettledItems = 0;
  #end: ReadEnd | null = null;
  /** Why items got no result, the first of them. */
  #abandoned: string | null = null;
  /** Counts of the whole sync, raised together with the object's own. */
  readonly #tally: LineCounts;
  readonly #onSettled: (progress: ObjectProgress) => void;

  constructor(object: LogObject, tally: LineCounts, onSettled: (progress: ObjectProgress) => void) {
    this.object = object;
    this.#tally = tally;
    this.#onSettled = onSettled;
  }

  /** A record was handed to the sink. `time` is ISO. */
  recordSent(time: string): void {
    this.#unsettledItems += 1;
    if (this.firstRecordTime === null || time < this.firstRecordTime) this.firstRecordTime = time;
    if (this.lastRecordTime === null || time > this.lastRecordTime) this.lastRecordTime = time;
  }

  quarantineSent(): void {
    this.#unsettledItems += 1;
  }

  /** The line is a reject, whether or not it is kept in quarantine. */
  lineRejected(): void {
    this.#count('rejected');
  }

  /** The final result of a record. A line without one is not counted: its object has failed. */
  recordSettled(result: ItemResult): void {
    switch (result.kind) {
      case 'indexed':
        this.#count('indexed');
        break;
      case 'duplicate':
        this.#count('duplicates');
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

  quarantineSettled(result: ItemResult): void {
    if (result.kind === 'abandoned') this.#abandoned ??= `quarantine: ${result.reason}`;
    this.#itemSettled();
  }

  removalSent(): void {
    this.#unsettledItems += 1;
  }

  /** A record that an earlier version wrote is gone. Told before its removal is settled. */
  recordRemoved(): void {
    this.counts.removed += 1;
    this.#tally.removed += 1;
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
    this.counts.lines += 1;
    this.counts[result] += 1;
    this.#tally.lines += 1;
    this.#tally[result] += 1;
  }

  #itemSettled(): void {
    this.#unsettledItems -= 1;
    this.#tellIfSettled();
  }

  #tellIfSettled(): void {
    if (this.#end !== null && this.#unsettledItems === 0) this.#onSettled(this);
  }
}
