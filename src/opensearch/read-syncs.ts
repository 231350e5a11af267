/** What the index of syncs holds, for a service that shows them. */
import type { IndexName } from '../core/brand.ts';
import type { SyncDocument } from '../sync/store/sync-document.ts';
import { attempt, type OpenSearch } from './client.ts';
import { readVersioned } from './read-documents.ts';

export interface StoredSync {
  readonly id: string;
  readonly document: SyncDocument;
}

/** As it is now; null: there is no such sync. @throws TamarinError */
export async function readSync(
  server: OpenSearch,
  index: IndexName,
  id: string,
): Promise<SyncDocument | null> {
  const [found] = await readVersioned(server, `read ${index}`, [{ index, id }]);
  const document = found?.document;
  return document?.kind === 'sync' ? (document as unknown as SyncDocument) : null; // we wrote it
}

/** So many syncs may begin in one millisecond without one of them missing between two pages. */
const SAME_TIME_MAX = 20;

export interface SyncPage {
  readonly syncs: readonly StoredSync[];
  /** `before` of the next page; null: this is the last. */
  readonly next: number | null;
}

/** Newest first. `beforeMs`: those that began before this time; null: all. @throws TamarinError */
export async function listSyncs(
  server: OpenSearch,
  index: IndexName,
  { beforeMs, limit }: { readonly beforeMs: number | null; readonly limit: number },
): Promise<SyncPage> {
  const since = beforeMs === null ? [] : [{ range: { started_at: { lt: beforeMs } } }];
  const { hits } = await search(server, index, {
    size: limit + SAME_TIME_MAX,
    track_total_hits: false,
    query: { bool: { filter: [{ term: { kind: 'sync' } }, ...since] } },
    sort: [{ started_at: { order: 'desc', unmapped_type: 'date' } }],
  });
  const found = hits.hits.map(({ _id: id, _source: document }) => ({ id, document }));
  const last = found[limit - 1];
  if (last === undefined) return { syncs: found, next: null };
  // Cut between two times: who began at the same time as the last is on the same page.
  const startedAt = last.document.started_at;
  const end = found.findIndex(
    ({ document }, at) => at >= limit && document.started_at !== startedAt,
  );
  const syncs = end < 0 ? found : found.slice(0, end);
  return { syncs, next: end < 0 ? null : Date.parse(startedAt) };
}

export interface NewestSync {
  readonly sync: StoredSync;
  /** Time of the newest record that any of its syncs met, milliseconds since 1970; null: none did. */
  readonly newestRecordMs: number | null;
}

/** By physical prefix; a source without a sync is left out. @throws TamarinError */
export async function newestSyncs(
  server: OpenSearch,
  index: IndexName,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, NewestSync>> {
  if (sourceIds.length === 0) return new Map();
  const { aggregations } = await search(server, index, {
    size: 0,
    track_total_hits: false,
    query: {
      bool: { filter: [{ term: { kind: 'sync' } }, { terms: { source_id: [...sourceIds] } }] },
    },
    aggs: {
      sources: {
        terms: { field: 'source_id', size: sourceIds.length },
        aggs: {
          newest: {
            top_hits: { size: 1, sort: [{ started_at: { order: 'desc', unmapped_type: 'date' } }] },
          },
          record: { max: { field: 'newest_record_at' } },
        },
      },
    },
  });
  const buckets = aggregations?.sources.buckets ?? []; // absent without an index
  return new Map(
    buckets.flatMap(({ key, newest, record }) => {
      const [hit] = newest.hits.hits;
      if (hit === undefined) return [];
      const sync = { id: hit._id, document: hit._source };
      return [[key, { sync, newestRecordMs: record.value }] as const];
    }),
  );
}

interface Hits {
  readonly hits: readonly { readonly _id: string; readonly _source: SyncDocument }[];
}

interface Found {
  readonly hits: Hits;
  readonly aggregations?: {
    readonly sources: {
      readonly buckets: readonly {
        readonly key: string;
        readonly newest: { readonly hits: Hits };
        readonly record: { readonly value: number | null };
      }[];
    };
  };
}

async function search(server: OpenSearch, index: IndexName, body: object): Promise<Found> {
  const { body: found } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      body: body as never, // the client's types lack some
    }),
  );
  return found as unknown as Found; // what we wrote, as asked
}
