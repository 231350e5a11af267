/**
 * What a sync needs of the place where records, ledger and syncs are kept. The functions are handed
 * in: this room does no I/O, and its tests hand in a store in memory.
 */
import type { BulkAnswer } from '../../bulk/classify-response.ts';
import type { IndexName, LedgerId, LogKey, SyncId } from '../../core/brand.ts';
import type { KnownObject, LedgerState } from './ledger-entry.ts';
import type { SyncDocument, SyncPlace, SyncWrite } from './sync-document.ts';

/** When the newest sync began that ended well; milliseconds since 1970, null: there was none. */
export interface EarlierSyncs {
  readonly completeMs: number | null;
  readonly wholeMs: number | null;
}

/** Objects of a source that a sync has not tried itself. */
export interface ToTryAgain {
  readonly physicalPrefix: string;
  readonly syncId: SyncId;
}

/** A log object as the ledger remembers it. */
export interface RememberedObject {
  readonly logKey: LogKey;
  readonly physicalId: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  readonly attempts: number;
  readonly state: LedgerState;
  /** Lines of it that may be in quarantine. */
  readonly rejected: number;
  /** The reader whose records of it may be in the index; null: there are none. */
  readonly recordsReader: number | null;
}

export interface DocumentPlace {
  readonly index: IndexName;
  readonly id: string;
}

/** Where a record came from first. */
export interface Provenance {
  readonly sync_id: string;
  readonly log_key: string;
  readonly log_line: number;
}

type Origins =
  /** null: there is no such record, or it was there before this sync began. */
  | { readonly kind: 'known'; readonly origins: readonly (Provenance | null)[] }
  /** The store is busy or away: asking again may help. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface SyncStore {
  /**
   * Makes all but the record indices ready. Returns what the user should be told; null: nothing.
   * @throws TamarinError `grain_mismatch`, `mapping_conflict`, `opensearch_*`
   */
  prepare(): Promise<string | null>;
  /** Makes a record index take our documents. @throws TamarinError */
  prepareRecordIndex(index: IndexName): Promise<void>;
  /** Makes an index again that vanished while it was written to. @throws TamarinError */
  prepareAgain(index: IndexName): Promise<void>;
  /** One bulk request. Never throws: a failure is an answer. */
  sendBulk(body: Buffer): Promise<BulkAnswer>;
  /** Of records that were met: where they came from. `ofAnyAge`: those of before the sync, too. */
  readOrigins(
    places: readonly DocumentPlace[],
    about?: { readonly ofAnyAge: boolean },
  ): Promise<Origins>;
  /** Entries that exist, by id; at most 1,000 ids. */
  readLedger(ids: readonly LedgerId[]): Promise<ReadonlyMap<LedgerId, KnownObject>>;
  /** Log objects that have to be tried again, however old, a page at a time. */
  listToTryAgain(about: ToTryAgain): AsyncIterable<readonly RememberedObject[]>;
  /** `sourceId`: the physical prefix, so that two names of one source share their history. */
  readEarlierSyncs(sourceId: string): Promise<EarlierSyncs>;
  /** Never throws. */
  writeSync(place: SyncPlace, document: SyncDocument): Promise<SyncWrite>;
  /** Makes all that was written visible to questions, the document of the sync apart. */
  refresh(): Promise<void>;
}
