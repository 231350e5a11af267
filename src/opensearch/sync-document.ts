/**
 * The document of a sync: who runs it, how far it is, how it ended. Written directly and not through
 * the sink, because a sync whose sink waits for a busy server must still be seen to be alive.
 */
import type { IndexName, SyncId } from '../core/brand.ts';
import { messageOf } from '../core/error.ts';
import { attempt, type OpenSearch, statusOf } from './client.ts';
import type { ListingKind } from './sync-history.ts';

/** `done` may have failed log objects. One that was killed stays `running`, its heartbeat old. */
export type SyncState = 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';

/** Times are ISO, sizes bytes. Stored: stored-shapes.test.ts pins the names. */
export interface SyncDocument {
  readonly kind: 'sync';
  readonly source: string;
  readonly source_id: string;
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

/** Fields that others have added stay. A write that was held up on its way never undoes the end. */
const MERGE =
  'if (ctx._source.finished_at != null && params.document.finished_at == null) ' +
  "{ ctx.op = 'none' } else { ctx._source.putAll(params.document) }";
const TRIES_ON_CONFLICT = 5;
const REQUEST_TIMEOUT_MS = 5_000;

export type SyncWrite =
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly reason: string; readonly mayPass: boolean };

/** Never throws. `isShown`: searches see it at once. */
export async function writeSyncDocument(
  server: OpenSearch,
  place: { readonly index: IndexName; readonly id: SyncId },
  document: SyncDocument,
  about: { readonly isShown: boolean; readonly signal?: AbortSignal },
): Promise<SyncWrite> {
  const body = { script: { source: MERGE, params: { document } }, upsert: document };
  const parameters = { ...place, retry_on_conflict: TRIES_ON_CONFLICT, refresh: about.isShown };
  try {
    await attempt(
      server,
      `write ${place.index}`,
      (client) =>
        client.update(
          { ...parameters, body: body as never }, // our own interface, which the client does not know
          { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS },
        ),
      { signal: about.signal },
    );
    return { kind: 'written' };
  } catch (error) {
    const status = statusOf(error instanceof Error ? error.cause : error);
    const mayPass = status === null || status === 429 || status >= 500;
    return { kind: 'failed', reason: messageOf(error), mayPass };
  }
}
