/**
 * What an earlier version left in OpenSearch for lines that are read otherwise now, deleted by id.
 * Under --overwrite: the record of a line that is a reject, and of one that was known by its blanks
 * too. Where a log object had rejects: the quarantine document of a line that is a record.
 */
import type { ItemResult } from '../../bulk/batch.ts';
import { baseNameOf, documentId, lineHash } from '../../bulk/document-id.ts';
import { encodeRemovalItem, type RecordAction } from '../../bulk/encode-item.ts';
import type { IndexNames } from '../../bulk/index-name.ts';
import type { Sink } from '../../bulk/sink.ts';
import type { IndexName } from '../../core/brand.ts';
import type { RejectFacts } from '../../core/reject-reason.ts';
import { LineOrdinals } from './line-ordinals.ts';
import type { ObjectProgress } from './object-progress.ts';

export interface RemovalContext {
  readonly sink: Sink;
  readonly names: IndexNames;
  readonly action: RecordAction;
  /** Lines without a request id that one log object may have. */
  readonly distinctLinesMax: number;
}

interface LinePlace {
  readonly logKey: string;
  readonly lineNumber: number;
}

export class Removals {
  readonly #context: RemovalContext;
  readonly #progress: ObjectProgress;
  readonly #rejectedBefore: number;
  /** Of whole lines without a request id, as versions counted that kept blanks. */
  readonly #ordinals: LineOrdinals;

  /** `rejectedBefore`: lines of the log object that earlier syncs rejected. */
  constructor(context: RemovalContext, progress: ObjectProgress, rejectedBefore: number) {
    this.#context = context;
    this.#progress = progress;
    this.#rejectedBefore = rejectedBefore;
    this.#ordinals = new LineOrdinals(context.distinctLinesMax);
  }

  /** All lines of the log object come again, from the first. */
  restart(): void {
    this.#ordinals.clear();
  }

  /**
   * `line` as it stands in the log, with its blanks: the record that it was under that identity.
   * @throws ContentError where too many lines have no request id
   */
  ofRecord(line: string, facts: RejectFacts, place: LinePlace): void {
    const { time, timeSeconds, hasRequestId } = facts;
    if (this.#context.action !== 'index' || time === null || timeSeconds === null) return;
    const occurrence = hasRequestId
      ? null
      : { baseName: baseNameOf(place.logKey), ordinal: this.#ordinals.next(line) };
    const id = documentId(line, timeSeconds, occurrence);
    this.#remove(this.#context.names.recordIndex(time), id, place, (result) => {
      if (result.kind === 'removed') this.#progress.recordRemoved();
    });
  }

  /** `line` as it stands in the log, and as it ships now: both may have been quarantined. */
  ofQuarantine(line: string, shipped: string, place: LinePlace): void {
    if (this.#rejectedBefore === 0) return;
    const { quarantine } = this.#context.names;
    for (const text of new Set([line, shipped]))
      this.#remove(quarantine, lineHash(text), place, () => undefined);
  }

  #remove(
    index: IndexName,
    id: string,
    { logKey, lineNumber }: LinePlace,
    count: (result: ItemResult) => void,
  ): void {
    this.#progress.removalSent();
    const settle = (result: ItemResult): void => {
      count(result);
      this.#progress.removalSettled(result);
    };
    this.#context.sink.add(
      { kind: 'removal', index, id, logKey, line: lineNumber, settle },
      encodeRemovalItem(index, id),
    );
  }
}
