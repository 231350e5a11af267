/**
 * What a service notes beside its syncs: that one is to be cancelled, that one more is wanted, and which
 * one a caller's Idempotency-Key has begun.
 */
import type { IndexName } from '../core/brand.ts';
import { attempt, type OpenSearch } from './client.ts';
import { readVersioned } from './read-documents.ts';
import { statusOf } from './request-failure.ts';

const NOT_FOUND = 404;

/** Of what has ended nothing is asked any more. */
const CANCEL =
  "if (ctx._source.state == 'running' && ctx._source.cancel_requested_at == null) " +
  "{ ctx._source.cancel_requested_at = params.now } else { ctx.op = 'none' }";

/** False: there is no such sync. Its owner reads it with its next heartbeat. @throws TamarinError */
export async function requestCancel(
  server: OpenSearch,
  index: IndexName,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): Promise<boolean> {
  const script = { source: CANCEL, params: { now: new Date(nowMs).toISOString() } };
  const request = { index, id, retry_on_conflict: 5, refresh: true, body: { script } };
  return isThere(() => attempt(server, `write ${index}`, (client) => client.update(request)));
}

interface SyncNote {
  readonly kind: 'idempotency' | 'queued';
  readonly started_at: string;
  readonly alias: string;
  readonly sync_id?: string;
  readonly request_digest?: string;
}

export interface SyncNotes {
  /** null: there is none. */
  read(id: string): Promise<SyncNote | null>;
  /** In the place of one that may be there. */
  write(id: string, note: SyncNote): Promise<void>;
  /** False: it was gone already. */
  remove(id: string): Promise<boolean>;
  /** Ids of keys that were noted before a time, the oldest first, a thousand at most. */
  oldKeys(beforeMs: number): Promise<readonly string[]>;
}

/** Each function @throws TamarinError */
export const openSyncNotes = (server: OpenSearch, index: IndexName): SyncNotes => ({
  read: async (id) => {
    const [found] = await readVersioned(server, `read ${index}`, [{ index, id }]);
    return (found?.document ?? null) as SyncNote | null; // we wrote it
  },
  write: async (id, note) => {
    const request = { index, id, body: note as never }; // our own interface
    await attempt(server, `write ${index}`, (client) => client.index(request));
  },
  remove: (id) =>
    isThere(() => attempt(server, `write ${index}`, (client) => client.delete({ index, id }))),
  oldKeys: async (beforeMs) => {
    const filter = [{ term: { kind: 'idempotency' } }, { range: { started_at: { lt: beforeMs } } }];
    const asked = {
      size: OLD_KEYS_MAX,
      _source: false,
      track_total_hits: false,
      query: { bool: { filter } },
      sort: [{ started_at: { order: 'asc', unmapped_type: 'date' } }],
    };
    const { body } = await attempt(
      server,
      `search ${index}`,
      (client) => client.search({ index, ignore_unavailable: true, body: asked as never }), // the client's types lack some
    );
    return body.hits.hits.flatMap(({ _id: id }) => (id === undefined ? [] : [id]));
  },
});

const OLD_KEYS_MAX = 1_000;

async function isThere(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    if (statusOf(error instanceof Error ? error.cause : error) === NOT_FOUND) return false;
    throw error;
  }
}
