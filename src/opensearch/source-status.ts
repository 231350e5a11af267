/** What the ledger and the quarantine hold of a source: for `tamarin status`. */
import type { IndexName } from '../core/brand.ts';
import { sourceQuery } from '../questions/reach/source-id.ts';
import type { DeliveryDelay, LedgerStatus } from '../sync/store/ledger-status.ts';
import { attempt, type OpenSearch } from './client.ts';

const NAMED_MAX = 10;
const REJECTED_IN_MAX = 3;
const STATES_MAX = 20;
const REASONS_MAX = 100;

interface Buckets {
  readonly buckets: readonly { readonly key: string; readonly doc_count: number }[];
}

interface LedgerAggregations {
  readonly states: Buckets;
  readonly unread: Named<StoredObject>;
  readonly with_rejects: Named<{ readonly log_key: string; readonly rejected: number }> & {
    readonly doc_count: number;
  };
  readonly delay: { readonly values: Readonly<Record<string, number | null>> };
  readonly delay_max: { readonly value: number | null };
}

interface Named<Stored> {
  readonly named: { readonly hits: { readonly hits: readonly { readonly _source: Stored }[] } };
}

interface StoredObject {
  readonly log_key: string;
  readonly state: string;
  readonly last_modified: string;
  readonly error?: string;
}

export async function readLedgerStatus(
  server: OpenSearch,
  index: IndexName,
  sourceId: string,
): Promise<LedgerStatus> {
  const found = (await aggregate(server, index, sourceQuery(sourceId), {
    states: { terms: { field: 'state', size: STATES_MAX } },
    unread: {
      filter: { terms: { state: ['failed', 'archived', 'gone'] } },
      aggs: {
        named: {
          top_hits: {
            size: NAMED_MAX,
            sort: [{ last_modified: 'desc' }],
            _source: ['log_key', 'state', 'last_modified', 'error'],
          },
        },
      },
    },
    with_rejects: {
      filter: { range: { rejected: { gt: 0 } } },
      aggs: {
        named: {
          top_hits: {
            size: REJECTED_IN_MAX,
            sort: [{ rejected: 'desc' }, { log_key: 'desc' }],
            _source: ['log_key', 'rejected'],
          },
        },
      },
    },
    delay: { percentiles: { field: 'delay_s', percents: [50, 90, 95, 99] } },
    delay_max: { max: { field: 'delay_s' } },
  })) as LedgerAggregations | undefined; // the answer to these aggs; absent without an index
  if (found === undefined)
    return { objects: {}, named: [], rejectedIn: [], rejectedObjects: 0, delay: null };
  return {
    objects: countsOf(found.states),
    named: found.unread.named.hits.hits.map(({ _source: stored }) => ({
      logKey: stored.log_key,
      state: stored.state,
      lastModified: stored.last_modified,
      reason: stored.error ?? '',
    })),
    rejectedIn: found.with_rejects.named.hits.hits.map(({ _source: stored }) => ({
      logKey: stored.log_key,
      lines: stored.rejected,
    })),
    rejectedObjects: found.with_rejects.doc_count,
    delay: delayOf(found),
  };
}

function delayOf({ delay, delay_max: { value: max } }: LedgerAggregations): DeliveryDelay | null {
  if (max === null) return null; // of no log object
  const estimate = (percent: string) =>
    ({ value: Math.round(delay.values[percent] ?? 0), exact: false }) as const;
  return { p50: estimate('50.0'), p90: estimate('90.0'), p95: estimate('95.0'), p99: estimate('99.0'), max }; // biome-ignore format: one object
}

/** Rejected lines by reason. */
export async function readRejects(
  server: OpenSearch,
  index: IndexName,
): Promise<Readonly<Record<string, number>>> {
  const found = (await aggregate(
    server,
    index,
    { match_all: {} },
    {
      reasons: { terms: { field: 'reason', size: REASONS_MAX } },
    },
  )) as { readonly reasons: Buckets } | undefined; // the answer to these aggs; absent without an index
  return found === undefined ? {} : countsOf(found.reasons);
}

const countsOf = ({ buckets }: Buckets): Readonly<Record<string, number>> =>
  Object.fromEntries(buckets.map(({ key, doc_count: count }) => [key, count]));

async function aggregate(
  server: OpenSearch,
  index: IndexName,
  query: object,
  aggs: object,
): Promise<unknown> {
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      body: { size: 0, track_total_hits: false, query, aggs } as never, // the client's types lack some
    }),
  );
  return body.aggregations;
}
