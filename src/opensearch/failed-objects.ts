/**
 * Log objects to be tried again, however old, from the ledger: those that failed, and those that an
 * older reader took for no log.
 */
import { asLogKey, type IndexName } from '../core/brand.ts';
import { READER_VERSION } from '../source/log/reader-version.ts';
import { type LedgerEntry, recordsReader, rejectedOf } from '../sync/store/ledger-entry.ts';
import type { RememberedObject, ToTryAgain } from '../sync/store/sync-store.ts';
import { attempt, type OpenSearch } from './client.ts';

const PAGE = 1_000;
const FIELDS = [
  'log_key',
  'physical_id',
  'etag',
  'size',
  'last_modified',
  'state',
  'attempts',
  'reader',
  'rejected',
] as const;
type StoredFields = Pick<LedgerEntry, (typeof FIELDS)[number]>;

const IS_READ_BY_US = { range: { reader: { gte: READER_VERSION } } };
const IS_TO_BE_TRIED = {
  bool: {
    should: [
      { term: { state: 'failed' } },
      { bool: { filter: [{ term: { state: 'not_a_log' } }], must_not: [IS_READ_BY_US] } },
    ],
    minimum_should_match: 1,
  },
};

/** A page at a time, those that `syncId` has tried itself left out. The ledger is refreshed first. */
export async function* listFailedObjects(
  server: OpenSearch,
  index: IndexName,
  toTry: ToTryAgain,
): AsyncGenerator<readonly RememberedObject[]> {
  await attempt(server, `refresh ${index}`, (client) =>
    client.indices.refresh({ index, ignore_unavailable: true }),
  );
  let after: string | null = null;
  for (;;) {
    const found: readonly RememberedObject[] = await searchPage(server, index, { ...toTry, after }); // a page needs the last id of the one before
    if (found.length > 0) yield found;
    if (found.length < PAGE) return;
    after = found.at(-1)?.physicalId ?? null;
  }
}

async function searchPage(
  server: OpenSearch,
  index: IndexName,
  { physicalPrefix, syncId, after }: ToTryAgain & { readonly after: string | null },
): Promise<readonly RememberedObject[]> {
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      size: PAGE,
      _source: [...FIELDS],
      body: {
        query: {
          bool: {
            filter: [IS_TO_BE_TRIED, { prefix: { physical_id: physicalPrefix } }],
            must_not: [{ term: { sync_id: syncId } }],
          },
        },
        sort: [{ physical_id: { order: 'asc' } }],
        ...(after === null ? {} : { search_after: [after] }),
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
      state: stored.state,
      rejected: rejectedOf(stored),
      recordsReader: recordsReader(stored),
    };
  });
}
