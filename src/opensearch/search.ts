/**
 * Searches over the record indices, for questions and for the few look-ups of a sync. A partial
 * answer is an error here: no number may be silently too small.
 */
import { asIndexName, type IndexName } from '../core/brand.ts';
import { TamarinError } from '../core/error.ts';
import { attempt, type OpenSearch } from './client.ts';

const SEARCH_TIMEOUT_MS = 120_000;

/** The open record indices that match, sorted by name; empty where there are none. */
export async function listIndices(
  server: OpenSearch,
  pattern: string,
): Promise<readonly IndexName[]> {
  const { body } = await attempt(server, `list the indices ${pattern}`, (client) =>
    client.cat.indices({ index: pattern, format: 'json', h: ['index'] }),
  );
  const rows = body as readonly { readonly index?: string }[]; // format=json gives an array of rows
  return rows.map(({ index }) => asIndexName(index ?? '')).sort();
}

/** The body of one search answer, without hits that were not asked for. */
export async function search(
  server: OpenSearch,
  index: IndexName,
  body: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await attempt(server, `search ${index}`, (client) =>
    client.search(
      { index, allow_partial_search_results: false, request_cache: false, body },
      { requestTimeout: SEARCH_TIMEOUT_MS },
    ),
  );
  const answer = response.body;
  if (answer.timed_out || answer._shards.failed > 0) {
    throw new TamarinError(
      'question_failed',
      `The search over ${index} is incomplete: ${answer._shards.failed} failed shards${answer.timed_out ? ', timed out' : ''}.`,
      { hint: 'Check the health of the cluster, then ask again.' },
    );
  }
  return answer as unknown as Readonly<Record<string, unknown>>; // read field by field by the questions
}

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
