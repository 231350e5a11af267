/** What earlier syncs of a source have listed, from the index of syncs. */
import type { IndexName } from '../core/brand.ts';
import type { ListingKind } from '../sync/store/sync-document.ts';
import type { EarlierSyncs } from '../sync/store/sync-store.ts';
import { attempt, type OpenSearch } from './client.ts';

/** The index of syncs holds other kinds too; an older version wrote syncs without a kind. */
const IS_SYNC = {
  bool: {
    should: [{ term: { kind: 'sync' } }, { bool: { must_not: [{ exists: { field: 'kind' } }] } }],
    minimum_should_match: 1,
  },
};

/** `sourceId`: the physical prefix, so that two names of one source share their history. */
export async function readEarlierSyncs(
  server: OpenSearch,
  index: IndexName,
  sourceId: string,
): Promise<EarlierSyncs> {
  const newest = async (kinds: readonly ListingKind[]): Promise<number | null> => {
    const { body } = await attempt(server, `search ${index}`, (client) =>
      client.search({
        index,
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 1,
        _source: ['started_at'],
        body: {
          query: {
            bool: {
              filter: [
                IS_SYNC,
                { term: { source_id: sourceId } },
                { term: { state: 'done' } },
                { terms: { listing: [...kinds] } },
              ],
            },
          },
          sort: [{ started_at: { order: 'desc', unmapped_type: 'date' } }],
        },
      }),
    );
    const { started_at: startedAt } = (body.hits.hits[0]?._source ?? {}) as { started_at?: string }; // we wrote it
    return startedAt === undefined ? null : Date.parse(startedAt);
  };
  await attempt(server, `refresh ${index}`, (client) =>
    client.indices.refresh({ index, ignore_unavailable: true }),
  );
  const [completeMs, wholeMs] = await Promise.all([newest(['whole', 'recent']), newest(['whole'])]);
  return { completeMs, wholeMs };
}
