/**
 * The document of a sync: who runs it, how far it is, how it ended. Written directly and not through
 * the sink, because a sync whose sink waits for a busy server must still be seen to be alive.
 */
import type { IndexName, SyncId } from '../core/brand.ts';
import { messageOf } from '../core/error.ts';
import { attempt, type OpenSearch } from './client.ts';
import { createIndex } from './record-index.ts';
import { statusOf } from './request-failure.ts';
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
  /** `status` null: no answer. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status: number | null };

/** Where to, and how. */
export interface SyncPlace {
  readonly index: IndexName;
  readonly id: SyncId;
  /** Searches see it at once. */
  readonly isShown: boolean;
  /** Aborting it gives the write up. */
  readonly signal?: AbortSignal;
}

/** Never throws. An index that was deleted meanwhile is made again. */
export async function writeSyncDocument(
  server: OpenSearch,
  place: SyncPlace,
  document: SyncDocument,
): Promise<SyncWrite> {
  const first = await tryToWrite(server, place, document);
  if (first.kind === 'written' || first.status !== NOT_FOUND) return first;
  const created = await createIndex(server, place.index).then(() => null, failedWrite);
  return created ?? tryToWrite(server, place, document);
}

const NOT_FOUND = 404;

async function tryToWrite(
  server: OpenSearch,
  { index, id, isShown, signal }: SyncPlace,
  document: SyncDocument,
): Promise<SyncWrite> {
  const script = { source: MERGE, params: { document } };
  const request = {
    index,
    id,
    retry_on_conflict: TRIES_ON_CONFLICT,
    refresh: isShown,
    body: { script, upsert: document as never }, // our own interface, which the client does not know
  };
  const options = { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS };
  try {
    await attempt(server, `write ${index}`, (client) => client.update(request, options), {
      signal,
    });
    return { kind: 'written' };
  } catch (error) {
    return failedWrite(error);
  }
}

function failedWrite(error: unknown): Extract<SyncWrite, { kind: 'failed' }> {
  const status = statusOf(error instanceof Error ? error.cause : error);
  return { kind: 'failed', reason: messageOf(error), status };
}

/** The server is busy or away: waiting may help. */
export const mayPass = ({ status }: { readonly status: number | null }): boolean =>
  status === null || status === 429 || status >= 500;
