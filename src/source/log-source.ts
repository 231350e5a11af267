/**
 * What a source of log objects promises to the sync: it lists every delivered log object at least
 * once, page by page, and opens each as a stream of decompressed bytes.
 */
import type { LogKey } from '../core/brand.ts';

export interface LogObject {
  readonly logKey: LogKey;
  /** Where the object physically lies, whatever path or prefix led to it; the ledger id is its hash. */
  readonly physicalId: string;
  /** Changes whenever the content does. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly lastModifiedMs: number;
  /** Why the object must wait for the next pass; null where it can be read now. */
  readonly waitBecause: string | null;
}

export interface LogSource {
  /** As the user wrote it, for messages. */
  readonly name: string;
  /** At most 1,000 log objects a page, sorted by key. @throws TamarinError `source_*` */
  listPages(signal: AbortSignal): AsyncIterable<readonly LogObject[]>;
  /** The decompressed content, in order. Errors of the stream mean that the object failed. */
  open(object: LogObject, signal: AbortSignal): AsyncIterable<Buffer>;
}

/** Objects of a page: one ledger `_mget`, and one S3 LIST answer. */
export const PAGE_OBJECTS_MAX = 1_000;
