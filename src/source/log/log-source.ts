/**
 * What a source of log objects promises to the sync: it lists every delivered log object at least
 * once, page by page, and opens each as a stream of its unpacked content.
 */
import type { BackOff } from '../../core/back-off.ts';
import type { LogKey } from '../../core/brand.ts';
import type { Content } from '../content/content.ts';
import type { KeyWindow } from './key-window.ts';

/** Why a log object is not opened. */
export type NotRead =
  /** It may still be written to: it waits for the next pass. */
  | { readonly kind: 'growing'; readonly reason: string }
  /** There is no way to read it: it fails, and is tried again by every sync. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface LogObject {
  readonly logKey: LogKey;
  /** Where the object physically lies, whatever path or prefix led to it; the ledger id is its hash. */
  readonly physicalId: string;
  /** Changes whenever the content does. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly lastModifiedMs: number;
  /** Null where it can be opened. */
  readonly notRead: NotRead | null;
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
  /** It has to be restored from an archive first; it is asked for again now and then. */
  | { readonly kind: 'archived'; readonly reason: string }
  /** It is not there any more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** No object can be read: the sync ends. */
  | { readonly kind: 'stop'; readonly error: Error };

/** What became of a log object that failed in an earlier sync. */
export type Described =
  | { readonly kind: 'found'; readonly object: LogObject }
  | { readonly kind: 'gone'; readonly reason: string };

/** Which part of a source is listed. */
export interface AskedListing {
  /** Keys of other times may be left out; null: everything is listed. */
  readonly window: KeyWindow | null;
  /** Told of keys that were looked at and left out; those that were jumped over nobody has seen. */
  readonly onLeftOut?: (key: string) => void;
  /** Told of every LIST request that was answered. */
  readonly onListed?: () => void;
}

export interface LogSource {
  /** As the user wrote it, for messages. */
  readonly name: string;
  /** Every `physicalId` of the source begins with it; two sources with the same one are the same. */
  readonly physicalPrefix: string;
  /** It can leave out what an earlier sync has listed: a look-back is of use. */
  readonly leavesOutOld: boolean;
  /** At most 1,000 log objects a page, sorted by key. @throws TamarinError `source_*` */
  listPages(signal: AbortSignal, asked?: AskedListing): AsyncIterable<readonly LogObject[]>;
  /**
   * The unpacked content, in order. A part is void once the next is asked for. Errors of the stream
   * mean that the object failed.
   */
  open(object: LogObject, signal: AbortSignal): AsyncIterable<Content>;
  /** Judges what `open` threw. Without it every failure is final until the next sync. */
  readonly judgeFailure?: (error: unknown, object: LogObject) => ReadFailure;
  /** Whether an object of the ledger, below `physicalPrefix`, is one of this source. */
  holds(physicalId: string): boolean;
  /** An object as it is now that failed in an earlier sync and was not listed by this one. */
  describe(remembered: LogObject, signal: AbortSignal): Promise<Described>;
  /** Frees connections. */
  close(): Promise<void>;
}

/** Objects of a page: one ledger `_mget`, and one S3 LIST answer. */
export const PAGE_OBJECTS_MAX = 1_000;

/** Between two tries at a listing or an object; a store has passed its trouble in seconds. */
export const SOURCE_BACK_OFF: BackOff = { firstMs: 200, maxMs: 20_000 };
