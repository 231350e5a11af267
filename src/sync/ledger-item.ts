/** The ledger entry of a settled log object. */
import type { LedgerEntry, LedgerState } from '../opensearch/ledger.ts';
import type { ObjectProgress } from './object-progress.ts';

const ERROR_CHARACTERS_MAX = 1_000;

export function ledgerEntry(
  progress: ObjectProgress,
  about: {
    readonly state: LedgerState;
    readonly syncId: string;
    readonly attempts: number;
    readonly reader: number;
    readonly nowMs: number;
  },
): LedgerEntry {
  const { object, counts, end } = progress;
  return {
    log_key: object.logKey,
    physical_id: object.physicalId,
    etag: object.etag,
    size: object.sizeBytes,
    last_modified: new Date(object.lastModifiedMs).toISOString(),
    state: about.state,
    ...counts,
    bytes: progress.bytesRead,
    ...(progress.firstRecordTime === null ? {} : { first_record_at: progress.firstRecordTime }),
    ...(progress.lastRecordTime === null ? {} : { last_record_at: progress.lastRecordTime }),
    ...delayOf(progress),
    sync_id: about.syncId,
    attempts: about.attempts,
    reader: about.reader,
    ...('reason' in end ? { error: end.reason.slice(0, ERROR_CHARACTERS_MAX) } : {}),
    finished_at: new Date(about.nowMs).toISOString(),
  };
}

/** How late the object was delivered; none where its time is before that of its records. */
function delayOf({ object, firstRecordTime }: ObjectProgress): { readonly delay_s?: number } {
  if (firstRecordTime === null) return {};
  const delayMs = object.lastModifiedMs - Date.parse(firstRecordTime);
  return delayMs < 0 ? {} : { delay_s: Math.floor(delayMs / 1_000) };
}
