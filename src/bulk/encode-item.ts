/**
 * Bulk items as text: an action line and, but for a removal, a document line, both with their LF.
 * Records are created, so that a copy is refused with 409; everything else replaces, updates or
 * removes what is there.
 */
import type { DocumentId, IndexName } from '../core/brand.ts';
import type { RejectReason } from '../core/reject-reason.ts';

/** `index` rewrites a record that is already there (sync --overwrite). */
export type RecordAction = 'create' | 'index';

/** The part of the action line that all records of an index share: cached by the caller. */
export const recordActionPrefix = (action: RecordAction, index: IndexName): string =>
  `{"${action}":{"_index":"${index}","_id":"`;

export const encodeRecordItem = (prefix: string, id: DocumentId, document: string): string =>
  `${prefix}${id}"}}\n${document}\n`;

/** Replaces the document `id`. */
export const encodeReplaceItem = (index: IndexName, id: string, document: object): string =>
  `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(document)}\n`;

/** Deletes the document `id`: one action line, no document. */
export const encodeRemovalItem = (index: IndexName, id: string): string =>
  `${JSON.stringify({ delete: { _index: index, _id: id } })}\n`;

/** A quarantine document; times are ISO. Stored: test/contract pins the names. */
export interface QuarantineEntry {
  readonly reason: RejectReason;
  /** What OpenSearch said, where it was OpenSearch that refused. */
  readonly detail?: string;
  readonly log_key: string;
  readonly log_line: number;
  /** Bytes from the start of the decompressed log object. */
  readonly offset: number;
  readonly text: string;
  /** Of the line, or of the first of two records on it: only what can be read. */
  readonly remote_ip?: string;
  readonly bytes_sent?: number;
  readonly record_time?: string;
  readonly sync_id: string;
  readonly first_met_at: string;
  readonly last_met_at: string;
}

const TRIES_ON_CONFLICT = 5;
const MEET_AGAIN = 'ctx._source.times_met += 1; ctx._source.last_met_at = params.last_met_at';

/** The first place of a line is kept; meeting it again only counts. */
export function encodeQuarantineItem(index: IndexName, id: string, entry: QuarantineEntry): string {
  const action = { update: { _index: index, _id: id, retry_on_conflict: TRIES_ON_CONFLICT } };
  const document = {
    script: { source: MEET_AGAIN, params: { last_met_at: entry.last_met_at } },
    upsert: { ...entry, times_met: 1 },
  };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
}
