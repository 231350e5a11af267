/**
 * Log objects to be tried again, however old, from the ledger: those that failed, and those that an
 * older reader took for no log.
 */
import { asLogKey, type IndexName, type LogKey, type SyncId } from '../core/brand.ts';
import { READER_VERSION } from '../source/reader-version.ts';
import { attempt, type OpenSearch } from './client.ts';
import { type LedgerEntry, type LedgerState, recordsReader, rejectedOf } from './ledger.ts';

export interface FailedObject {
  readonly logKey: LogKey;
  readonly physicalId: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  readonly attempts: number;
  readonly state: LedgerState;
  /** Lines of it that may be in quarantine. */
  readonly rejected: number;
  /** The reader whose records of it may be in the index; null: there are none. */
  readonly recordsReader: number | null;
}

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
      _source: [...FIELDS],
      body: {
        query: {
          bool: {
            filter: [IS_TO_BE_TRIED, { prefix: { physical_id: about.physicalPrefix } }],
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
      state: stored.state,
      rejected: rejectedOf(stored),
      recordsReader: recordsReader(stored),
    };
  });
}
