/**
 * Reads the ledger: by realtime `_mget`, never by search, because a search does not see what was
 * written since the last refresh. Written through the sink.
 */
import type { IndexName, LedgerId } from '../core/brand.ts';
import type { KnownObject } from '../sync/store/ledger-entry.ts';
import type { OpenSearch } from './client.ts';
import { readDocuments } from './read-documents.ts';

const KNOWN_FIELDS = ['state', 'etag', 'size', 'attempts', 'reader', 'rejected', 'finished_at', 'sync_id']; // biome-ignore format: one line

/** Entries that exist, by id. At most 1,000 ids: one request. */
export async function readLedger(
  server: OpenSearch,
  index: IndexName,
  ids: readonly LedgerId[],
): Promise<ReadonlyMap<LedgerId, KnownObject>> {
  const places = ids.map((id) => ({ index, id }));
  const found = await readDocuments(server, `read ${index}`, places, KNOWN_FIELDS);
  const known = new Map<LedgerId, KnownObject>();
  for (const [at, id] of ids.entries()) {
    const entry = found[at] ?? null;
    if (entry !== null) known.set(id, entry as unknown as KnownObject); // we wrote it
  }
  return known;
}
