/** The lines that became no record, as the quarantine keeps them. */
import type { QuarantineEntry } from '../bulk/encode-item.ts';
import type { IndexName } from '../core/brand.ts';
import { type Glob, readGlob } from '../questions/ask/glob.ts';
import { attempt, type OpenSearch } from './client.ts';

export interface QuarantineFilter {
  readonly reasons: readonly string[];
  /** Log keys as they are, or patterns with `*` and `?`. */
  readonly objects: readonly string[];
  /** Of the record's time, ISO, `to` exclusive; null: no bound. A line without a readable time is outside. */
  readonly from: string | null;
  readonly to: string | null;
}

export type QuarantinedLine = QuarantineEntry & { readonly times_met: number };

export interface Quarantined {
  readonly total: number;
  /** Lines by reason, the most first; of all that match. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Of the newest log objects first, which is by their keys; within one by line. */
  readonly lines: readonly QuarantinedLine[];
}

const REASONS_MAX = 100;

/** `limit`: lines at most. @throws TamarinError */
export async function readQuarantine(
  server: OpenSearch,
  index: IndexName,
  { filter, limit }: { readonly filter: QuarantineFilter; readonly limit: number },
): Promise<Quarantined> {
  const asked = {
    size: limit,
    track_total_hits: true,
    query: { bool: { filter: filtersOf(filter) } },
    sort: [
      { log_key: { order: 'desc', unmapped_type: 'keyword' } },
      { log_line: { order: 'asc', unmapped_type: 'long' } },
    ],
    aggs: { reasons: { terms: { field: 'reason', size: REASONS_MAX } } },
  };
  const { body } = await attempt(server, `search ${index}`, (client) =>
    client.search({
      index,
      ignore_unavailable: true,
      allow_partial_search_results: false,
      body: asked as never, // the client's types lack some
    }),
  );
  const { hits, aggregations } = body as unknown as Answer; // as asked
  const reasons = aggregations?.reasons.buckets ?? []; // absent without an index
  return {
    total: hits.total.value,
    reasons: Object.fromEntries(reasons.map(({ key, doc_count: count }) => [key, count])),
    lines: hits.hits.map(({ _source }) => _source),
  };
}

interface Answer {
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly { readonly _source: QuarantinedLine }[];
  };
  readonly aggregations?: {
    readonly reasons: {
      readonly buckets: readonly { readonly key: string; readonly doc_count: number }[];
    };
  };
}

function filtersOf({ reasons, objects, from, to }: QuarantineFilter): readonly object[] {
  const range = { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lt: to }) };
  return [
    ...(reasons.length === 0 ? [] : [{ terms: { reason: reasons } }]),
    ...(objects.length === 0 ? [] : [{ bool: { should: objects.map(readGlob).map(keyQuery) } }]),
    ...(Object.keys(range).length === 0 ? [] : [{ range: { record_time: range } }]),
  ];
}

const keyQuery = (glob: Glob): object =>
  glob.kind === 'exact'
    ? { term: { log_key: glob.value } }
    : { wildcard: { log_key: { value: glob.pattern } } };
