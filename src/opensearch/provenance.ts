/** The look-ups of a sync in the record indices. */
import type { IndexName } from '../core/brand.ts';
import { attempt, type OpenSearch } from './client.ts';

/** Makes what was written visible to searches. */
export async function refresh(server: OpenSearch, pattern: string): Promise<void> {
  await attempt(server, `refresh ${pattern}`, (client) =>
    client.indices.refresh({ index: pattern, allow_no_indices: true, ignore_unavailable: true }),
  );
}

/** Which of these record documents were written by this sync from this very line. */
export async function readProvenance(
  server: OpenSearch,
  places: readonly { readonly index: IndexName; readonly id: string }[],
): Promise<readonly (Provenance | null)[]> {
  const { body } = await attempt(server, 'read the origin of records', (client) =>
    client.mget({
      _source: ['sync_id', 'log_key', 'log_line'],
      body: { docs: places.map(({ index, id }) => ({ _index: index, _id: id })) },
    }),
  );
  return body.docs.map(
    (doc) =>
      '_source' in doc && doc._source !== undefined ? (doc._source as unknown as Provenance) : null, // we wrote it
  );
}

export interface Provenance {
  readonly sync_id: string;
  readonly log_key: string;
  readonly log_line: number;
}
