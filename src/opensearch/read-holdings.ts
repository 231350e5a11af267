/** What is kept and what runs: records by bucket, disk, syncs that hold a lease; for `tamarin status`. */
import type { IndexNames } from '../bulk/index-name.ts';
import type { IndexName } from '../core/brand.ts';
import type { LeaseDocument } from '../sync/lease/lease-port.ts';
import type { BucketStatus, DiskStatus, RunningSync } from '../sync/store/holdings.ts';
import { attempt, type OpenSearch } from './client.ts';
import { readVersioned } from './read-documents.ts';
import { statusOf } from './request-failure.ts';

/** One shard an index lists all of them, so no count is less than it is. */
const BUCKETS_MAX = 1_000;
const LEASES_MAX = 100;

interface BucketAnswer {
  readonly key: string;
  readonly doc_count: number;
  readonly first: { readonly value: number };
  readonly last: { readonly value: number };
}

/** The buckets whose requests are logged, the one with the most records first. @throws TamarinError */
export async function readBuckets(
  server: OpenSearch,
  { recordsPattern: index }: IndexNames,
): Promise<readonly BucketStatus[]> {
  const times = { first: { min: { field: '@timestamp' } }, last: { max: { field: '@timestamp' } } };
  const aggs = { buckets: { terms: { field: 'bucket', size: BUCKETS_MAX }, aggs: times } };
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      body: { size: 0, track_total_hits: false, aggs } as never, // the client's types lack some
    }),
  );
  const found = body.aggregations as unknown as
    | { buckets: { buckets: readonly BucketAnswer[] } }
    | undefined; // as asked; absent without an index // biome-ignore format: one value
  return (found?.buckets.buckets ?? []).map(({ key, doc_count: records, first, last }) => ({
    bucket: key,
    records,
    first: new Date(first.value).toISOString(),
    last: new Date(last.value).toISOString(),
  }));
}

interface Stats {
  readonly indices?: Readonly<
    Record<string, { readonly total: { readonly store: { readonly size_in_bytes: number } } }>
  >;
}

/** null: the permission to look is missing. @throws TamarinError */
export async function readDisk(
  server: OpenSearch,
  { recordsPattern, ledger, quarantine, syncs }: IndexNames,
): Promise<DiskStatus | null> {
  // Patterns, because a name that there is not would be an error.
  const index = [recordsPattern, ...[ledger, quarantine, syncs].map((name) => `${name}*`)];
  try {
    const { body } = await attempt(
      server,
      `read the size of ${recordsPattern}`,
      (client) =>
      client.indices.stats({ index, metric: ['store'], filter_path: 'indices.*.total.store.size_in_bytes' }), // biome-ignore format: one call
    );
    const { indices = {} } = body as Stats; // as asked
    const bytesOf = (isMeant: (name: string) => boolean): number =>
      Object.entries(indices)
        .filter(([name]) => isMeant(name))
        .reduce((sum, [, { total }]) => sum + total.store.size_in_bytes, 0);
    const records = bytesOf((name) => name.startsWith(recordsPattern.slice(0, -1)));
    const others = bytesOf((name) => [ledger, quarantine, syncs].some((other) => other === name));
    return { bytes: records + others, records, bookkeeping: others };
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
}

/** @throws TamarinError */
export async function readRunning(
  server: OpenSearch,
  { syncs: index }: IndexNames,
): Promise<readonly RunningSync[]> {
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      size: LEASES_MAX,
      body: {
        query: { term: { kind: 'lease' } },
        sort: [{ started_at: { order: 'asc', unmapped_type: 'date' } }],
      } as never, // the client's types lack some
    }),
  );
  const found = body.hits.hits.map(({ _id, _source }) => ({ id: String(_id), document: _source }));
  const held = await stillHeld(server, index, found.map(({ id }) => id)); // biome-ignore format: one call
  return found
    .filter((_, at) => held === null || held[at] === true)
    .map(({ document }) => {
      const lease = document as unknown as LeaseDocument; // we wrote it
      return {
        source: lease.source,
        syncId: lease.sync_id,
        trigger: lease.trigger,
        startedAt: lease.started_at,
        heartbeatAt: lease.heartbeat_at,
      };
    });
}

/** A search may still find what was given back within the last second. null: who asks may not know. */
async function stillHeld(
  server: OpenSearch,
  index: IndexName,
  ids: readonly string[],
): Promise<readonly boolean[] | null> {
  if (ids.length === 0) return [];
  try {
    const places = ids.map((id) => ({ index, id }));
    const documents = await readVersioned(server, `read ${index}`, places);
    return documents.map((document) => document !== null);
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
}

const isForbidden = (error: unknown): boolean =>
  statusOf(error instanceof Error ? error.cause : undefined) === 403;
