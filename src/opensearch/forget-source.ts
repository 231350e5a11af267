/**
 * Forgets a source: its syncs and what became of its log objects. Records stay. Without its ledger a
 * later sync reads everything again, and meets duplicates.
 */
import type { IndexName } from '../core/brand.ts';
import { sourceQuery } from '../questions/source-id.ts';
import { attempt, type OpenSearch } from './client.ts';

export interface ForgottenSource {
  readonly syncs: number;
  readonly logObjects: number;
}

interface Indices {
  readonly syncs: IndexName;
  readonly ledger: IndexName;
}

/** Ids of the sources that were ever called so, by path, URL, alias or id. */
export async function findSourceIds(
  server: OpenSearch,
  { syncs }: Indices,
  name: string,
): Promise<readonly string[]> {
  const names = ['source', 'alias', 'source_id'].map((field) => ({ term: { [field]: name } }));
  const { body } = await attempt(server, `search ${syncs}`, (client) =>
    client.search({
      index: syncs,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      body: {
        size: 0,
        query: { bool: { should: names } },
        aggs: { ids: { terms: { field: 'source_id', size: 1_000 } } },
      } as never, // the client's types lack some
    }),
  );
  const found = body.aggregations as unknown as // the answer to this agg; absent without an index
    | { readonly ids: { readonly buckets: readonly { readonly key: string }[] } }
    | undefined;
  return found?.ids.buckets.map(({ key }) => key) ?? [];
}

/** `others`: ids of sources that stay. A log object that is theirs, too, keeps its ledger entry. */
export async function forgetSource(
  server: OpenSearch,
  indices: Indices,
  { sourceId, others }: { readonly sourceId: string; readonly others: readonly string[] },
): Promise<ForgottenSource> {
  const logObjects = await deleteAll(server, indices.ledger, {
    bool: { filter: [sourceQuery(sourceId)], must_not: others.map(sourceQuery) },
  });
  // Last: while it is known, forgetting it can be repeated.
  const syncs = await deleteAll(server, indices.syncs, { term: { source_id: sourceId } });
  return { syncs, logObjects };
}

async function deleteAll(server: OpenSearch, index: IndexName, query: object): Promise<number> {
  const { body } = await attempt(server, `delete from ${index}`, (client) =>
    client.deleteByQuery({
      index,
      ignore_unavailable: true,
      conflicts: 'proceed',
      refresh: true,
      body: { query } as never, // the client's types lack some
    }),
  );
  return 'deleted' in body ? (body.deleted ?? 0) : 0;
}
