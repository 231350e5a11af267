/**
 * What a source of log objects promises to the sync: it lists every delivered log object at least
 * once, page by page, and opens each as a stream of its unpacked content.
 */
import type { LogKey } from '../core/brand.ts';
import type { Content } from './content.ts';

export interface LogObject {
  readonly logKey: LogKey;
  /** Where the object physically lies, whatever path or prefix led to it; the ledger id is its hash. */
  readonly physicalId: string;
  /** Changes whenever the content does. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly lastModifiedMs: number;
  /** Why the object is not read by this pass; null where it is. */
  readonly waitBecause: string | null;
}

/** What follows from a failure to read an object. */
export type ReadFailure =
  /**
   * Reading it again may help. `isDamaged`: lines that were read may be wrong. `reachedBytes`: so far
   * came the body, 0 where that says nothing. `error`: ends the sync when reading again does not
   * help; null: only this object fails.
   */
  | {
      readonly kind: 'again';
      readonly reason: string;
      readonly isDamaged: boolean;
      readonly reachedBytes: number;
      readonly error: Error | null;
    }
  /** This object cannot be read now; the next sync tries again. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** It is not there any more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** No object can be read: the sync ends. */
  | { readonly kind: 'stop'; readonly error: Error };

export interface LogSource {
  /** As the user wrote it, for messages. */
  readonly name: string;
  /** Every `physicalId` of the source begins with it; two sources with the same one are the same. */
  readonly physicalPrefix: string;
  /**
   * At most 1,000 log objects a page, sorted by key. `completeSinceMs`: objects delivered before
   * this time were listed by an earlier sync and may be left out; null: everything is listed.
   * @throws TamarinError `source_*`
   */
  listPages(
    signal: AbortSignal,
    completeSinceMs?: number | null,
  ): AsyncIterable<readonly LogObject[]>;
  /** The unpacked content, in order. Errors of the stream mean that the object failed. */
  open(object: LogObject, signal: AbortSignal): AsyncIterable<Content>;
  /** Judges what `open` threw. Without it every failure is final until the next sync. */
  readonly judgeFailure?: (error: unknown, object: LogObject) => ReadFailure;
  /**
   * The object as it is now, null where it is gone. A source that may leave out old objects when it
   * lists has it: failed ones are found in the ledger then.
   */
  readonly describe?: (logKey: LogKey, signal: AbortSignal) => Promise<LogObject | null>;
  /** Frees connections. */
  close(): Promise<void>;
}

/** Objects of a page: one ledger `_mget`, and one S3 LIST answer. */
export const PAGE_OBJECTS_MAX = 1_000;
