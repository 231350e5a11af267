/** The ledger entry of a log object: what became of it, and what follows for the next sync. */
import { hash } from 'node:crypto';
import { asLedgerId, type LedgerId } from '../../core/brand.ts';

/**
 * `done`: every line has a final result. `failed`: tried again by every later sync. `not_a_log`:
 * every line is `not_a_log_line`; not read again while it does not change. `archived`: it lies in a
 * storage class that must be restored first. `gone`: it failed, and was deleted before it could be
 * read; it is read should it be listed again.
 */
export type LedgerState = 'done' | 'failed' | 'not_a_log' | 'archived' | 'gone';

/** A ledger document; times are ISO, sizes bytes. Stored: test/contract pins the names. */
export interface LedgerEntry {
  readonly log_key: string;
  readonly physical_id: string;
  readonly etag: string;
  readonly size: number;
  readonly last_modified: string;
  readonly state: LedgerState;
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Records that an earlier version wrote for its lines and this sync deleted; absent: 0. */
  readonly removed?: number;
  readonly bytes: number;
  readonly first_record_at?: string;
  readonly last_record_at?: string;
  /** Seconds from the first record to the last modification: how late it was delivered. */
  readonly delay_s?: number;
  readonly sync_id: string;
  readonly attempts: number;
  /** The oldest reader (source/reader-version.ts) of which records may be left; absent: 1. */
  readonly reader?: number;
  readonly error?: string;
  readonly finished_at: string;
}

/** The ledger id of a log object: a hash of where it physically lies. */
export const ledgerId = (physicalId: string): LedgerId =>
  asLedgerId(hash('sha256', physicalId, 'base64url'));

/** What is remembered of an object from earlier syncs. */
export type KnownObject = Pick<
  LedgerEntry,
  'state' | 'etag' | 'size' | 'attempts' | 'reader' | 'rejected' | 'finished_at' | 'sync_id'
>;

/** Before readers had a number there was one. */
export const readerOf = ({ reader = 1 }: Pick<LedgerEntry, 'reader'>): number => reader;

/** The reader whose records of the object may be in the index; null: no log, no records. */
export const recordsReader = (entry: Pick<LedgerEntry, 'state' | 'reader'>): number | null =>
  entry.state === 'not_a_log' ? null : readerOf(entry);

/** Lines of it that may be in quarantine. What is no log counts no rejects, but has some kept. */
export const rejectedOf = ({ state, rejected }: Pick<LedgerEntry, 'state' | 'rejected'>): number =>
  state === 'not_a_log' ? Math.max(1, rejected) : rejected;
