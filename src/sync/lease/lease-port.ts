/**
 * What a lease needs of the place where it is kept: documents that one writer at a time can change.
 * The functions are handed in: this room does no I/O.
 */
import type { SyncDocument } from '../store/sync-document.ts';

/** The document of a lease as it is stored; times are ISO. */
export interface LeaseDocument {
  readonly kind: 'lease';
  /** The sync that holds it. */
  readonly sync_id: string;
  readonly source: string;
  readonly trigger: string;
  readonly started_at: string;
  /** For people: who decides whether the owner lives goes by the version of the document. */
  readonly heartbeat_at: string;
  readonly owner: SyncDocument['owner'];
}

/** Another after each write of the document. */
export interface LeaseVersion {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

export interface StoredLease {
  readonly document: LeaseDocument;
  readonly version: LeaseVersion;
}

type LeaseWrite =
  | { readonly kind: 'written'; readonly version: LeaseVersion }
  /** The document is there already, or has changed, or is gone. */
  | { readonly kind: 'conflict' };

/** But for `remove` each function @throws TamarinError when the store cannot be asked; then it may have written. */
export interface LeasePort {
  create(id: string, document: LeaseDocument): Promise<LeaseWrite>;
  /** As it is now; null: there is none. */
  read(id: string): Promise<StoredLease | null>;
  /** Only where the document is still of this version. */
  replace(id: string, version: LeaseVersion, document: LeaseDocument): Promise<LeaseWrite>;
  /** The same; one that has changed or is gone stays as it is. Never throws, and waits a few seconds at most. */
  remove(id: string, version: LeaseVersion): Promise<void>;
}

/** `signal`: aborting it gives up what is under way. */
export type OpenLeases = (signal?: AbortSignal) => LeasePort;
