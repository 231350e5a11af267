/** Log objects that failed, from the ledger: they are tried again by every sync, however old. */
import { asLogKey, type IndexName, type LogKey, type SyncId } from '../core/brand.ts';
import { attempt, type OpenSearch } from './client.ts';

export interface FailedObject {
  readonly logKey: LogKey;
  readonly physicalId: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  readonly attempts: number;
  readonly rejected: number;
}

interface StoredFields {
  readonly log_key: string;
  readonly physical_id: string;
  readonly etag: string;
  readonly size: number;
  readonly last_modified: string;
  readonly attempts: number;
  readonly rejected: number;
}

const PAGE = 1_000;
const FIELDS = ['log_key', 'physical_id', 'etag', 'size', 'last_modified', 'attempts', 'rejected'];

/** A page at a time, those that `syncId` has tried itself left out. The ledger is refreshed first. */
export async function* listFailedObjects(
  server: OpenSearch,
  index: IndexName,
  about: { readonly physicalPrefix: string; readonly syncId: SyncId },
): AsyncGenerator<readonly FailedObject[]> {
  await attempt(server, `refresh ${index}`, (client) =>
    client.indices.refresh({ index, ignore_unavailable: true }),
  );
  let after: string | null = null;
  for (;;) {
    const found: readonly FailedObject[] = await searchPage(server, index, { ...about, after }); // a page needs the last id of the one before
    if (found.length > 0) yield found;
    if (found.length < PAGE) return;
    after = found.at(-1)?.physicalId ?? null;
  }
}

async function searchPage(
  server: OpenSearch,
  index: IndexName,
  about: {
    readonly physicalPrefix: string;
    readonly syncId: SyncId;
    readonly after: string | null;
  },
): Promise<readonly FailedObject[]> {
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      size: PAGE,
      _source: FIELDS,
      body: {
        query: {
          bool: {
            filter: [
              { term: { state: 'failed' } },
              { prefix: { physical_id: about.physicalPrefix } },
            ],
            must_not: [{ term: { sync_id: about.syncId } }],
          },
        },
        sort: [{ physical_id: { order: 'asc' } }],
        ...(about.after === null ? {} : { search_after: [about.after] }),
      },
    }),
  );
  return body.hits.hits.map(({ _source }) => {
    const stored = _source as unknown as StoredFields; // we wrote it
    return {
      logKey: asLogKey(stored.log_key),
      physicalId: stored.physical_id,
      etag: stored.etag,
      sizeBytes: stored.size,
      lastModifiedMs: Date.parse(stored.last_modified),
      attempts: stored.attempts,
      rejected: stored.rejected,
    };
  });
}
