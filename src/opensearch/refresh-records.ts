/** Makes visible what a sync has shipped so far, for a question that is asked meanwhile. */
import type { OpenSearch } from './client.ts';
import type { Client } from './client-library.ts';
import { SharedRefresh } from './shared-refresh.ts';

/** As long as the indices take to refresh by themselves; then waiting gains nothing. */
const REFRESH_TIMEOUT_MS = 30_000;

/** Of the whole process: questions that are asked at the same time share them. */
const refreshes = new WeakMap<Client, Map<string, SharedRefresh<boolean>>>();

/** false where the right is missing, or not every shard was refreshed. @throws when aborted */
export async function refreshShared(
  { client }: OpenSearch,
  pattern: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const byPattern = refreshes.get(client) ?? new Map<string, SharedRefresh<boolean>>();
  refreshes.set(client, byPattern);
  const shared = byPattern.get(pattern) ?? new SharedRefresh(() => refreshNow(client, pattern));
  byPattern.set(pattern, shared);
  return orAborted(shared.run(), signal);
}

async function refreshNow(client: Client, pattern: string): Promise<boolean> {
  try {
    const { body } = await client.indices.refresh(
      { index: pattern, allow_no_indices: true, ignore_unavailable: true },
      { maxRetries: 0, requestTimeout: REFRESH_TIMEOUT_MS },
    );
    return (body._shards?.failed ?? 0) === 0;
  } catch {
    return false; // the question is answered all the same, and says how old it may be
  }
}

/** Who has stopped waiting does not stop the refresh of the others. */
async function orAborted<T>(running: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return running;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([running, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
