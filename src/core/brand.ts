/**
 * Strings that must never be mixed up, told apart by the type checker alone. A value gets its brand
 * once, where it enters; afterwards a log key cannot be handed over where an object key is wanted.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Where a log object lies in its source: an S3 key, or a path relative to the source folder. */
export type LogKey = Branded<'LogKey'>;
/** `_id` of a record document (see bulk/document-id.ts). */
export type DocumentId = Branded<'DocumentId'>;
/** `_id` of a ledger document: a hash of the log object's physical identity. */
export type LedgerId = Branded<'LedgerId'>;
/** Name of a concrete index, such as `tamarin-records-2026-01`. */
export type IndexName = Branded<'IndexName'>;
/** Name of one run from list to ledger. */
export type SyncId = Branded<'SyncId'>;

export const asLogKey = (text: string): LogKey => text as LogKey; // the one place that brands it
export const asDocumentId = (text: string): DocumentId => text as DocumentId; // the one place
export const asLedgerId = (text: string): LedgerId => text as LedgerId; // the one place
export const asIndexName = (text: string): IndexName => text as IndexName; // the one place
export const asSyncId = (text: string): SyncId => text as SyncId; // the one place
