/** A ledger entry as a search of the ledger gives it. */
import { asLogKey } from '../../../src/core/brand.ts';
import {
  type LedgerEntry,
  recordsReader,
  rejectedOf,
} from '../../../src/sync/store/ledger-entry.ts';
import type { RememberedObject } from '../../../src/sync/store/sync-store.ts';

export const toRemembered = (entry: LedgerEntry): RememberedObject => ({
  logKey: asLogKey(entry.log_key),
  physicalId: entry.physical_id,
  etag: entry.etag,
  sizeBytes: entry.size,
  lastModifiedMs: Date.parse(entry.last_modified),
  attempts: entry.attempts,
  state: entry.state,
  rejected: rejectedOf(entry),
  recordsReader: recordsReader(entry),
});
