/** The look-ups of a sync in the record indices. */
import { attempt, type OpenSearch } from './client.ts';
import { type DocumentPlace, readDocuments } from './read-documents.ts';

/** Makes what was written visible to searches. */
export async function refresh(server: OpenSearch, pattern: string): Promise<void> {
  await attempt(server, `refresh ${pattern}`, (client) =>
    client.indices.refresh({ index: pattern, allow_no_indices: true, ignore_unavailable: true }),
  );
}

/** As many as a bulk request of 5 MiB holds; larger bulks take several look-ups. */
const PLACES_MAX = 10_000;

/** Which line of which log object brought each of these records first; null: there is no such record. */
export async function readProvenance(
  server: OpenSearch,
  places: readonly DocumentPlace[],
): Promise<readonly (Provenance | null)[]> {
  const found: (Provenance | null)[] = [];
  for (let from = 0; from < places.length; from += PLACES_MAX) {
    const some = places.slice(from, from + PLACES_MAX);
    const documents = await readDocuments(server, 'read the origin of records', some, FIELDS); // one after the other
    found.push(...documents.map((document) => document as Provenance | null)); // we wrote it
  }
  return found;
}

const FIELDS = ['sync_id', 'log_key', 'log_line'];

export interface Provenance {
  readonly sync_id: string;
  readonly log_key: string;
  readonly log_line: number;
}
