/** The document of a sync as it is stored: who runs it, how far it is, how it ended. */
import type { SyncId } from '../../core/brand.ts';

/** `whole`: every key. `recent`: what an earlier one could not know. `part`: bounded by the user. */
export type ListingKind = 'whole' | 'recent' | 'part';

/** `done` may have failed log objects. One that was killed stays `running`, its heartbeat old. */
export type SyncState = 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';

/** Times are ISO, sizes bytes. Stored: test/contract pins the names. */
export interface SyncDocument {
  readonly kind: 'sync';
  readonly source: string;
  readonly source_id: string;
  readonly alias?: string;
  readonly trigger: string;
  readonly listing: ListingKind;
  readonly state: SyncState;
  readonly started_at: string;
  readonly heartbeat_at: string;
  readonly finished_at?: string;
  readonly owner: {
    readonly host: string;
    readonly boot?: string;
    readonly pid: number;
    readonly process_started: string;
    readonly pid_namespace?: string;
  };
  readonly options: {
    readonly full: boolean;
    readonly overwrite: boolean;
    readonly from?: string;
    readonly to?: string;
  };
  /** Every page of the listing was seen: `objects.listed` grows only by old failures now. */
  readonly listing_ended: boolean;
  /** Of the log objects chosen so far. */
  readonly bytes_total: number;
  readonly newest_record_at?: string;
  readonly objects: Readonly<Record<StoredObjectCount, number>>;
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly removed: number;
  readonly bytes_read: number;
  /** The first log objects that failed, with the reason. */
  readonly failures: readonly string[];
  /** Everything delivered from this time on was listed, although the listing was only a part. */
  readonly complete_from?: string;
  /** All that was delivered before the start and is of this time or later is in, whatever the state. */
  readonly shipped_from?: string;
  /** Somebody else writes it. */
  readonly cancel_requested_at?: string;
  readonly error?: string;
}

type StoredObjectCount =
  | 'listed'
  | 'skipped'
  | 'done'
  | 'failed'
  | 'not_a_log'
  | 'archived'
  | 'gone'
  | 'growing';

export type SyncWrite =
  /** `cancelRequestedAt`: somebody wants the sync to end; absent: nobody does. */
  | { readonly kind: 'written'; readonly cancelRequestedAt?: string }
  /** `status` null: no answer. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status: number | null };

/** Which sync, and how it is written. */
export interface SyncPlace {
  readonly id: SyncId;
  /** Searches see it at once. */
  readonly isShown: boolean;
  /** Aborting it gives the write up. */
  readonly signal?: AbortSignal;
}

/** The server is busy or away: waiting may help. */
export const mayPass = ({ status }: { readonly status: number | null }): boolean =>
  status === null || status === 429 || status >= 500;
