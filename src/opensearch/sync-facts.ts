/** What the index of syncs says of each source: its newest sync, and the newest that read everything. */
import type { Range, SourceFacts, SyncFacts } from '../questions/reach/reach-facts.ts';

/** Only syncs, among other documents of the index. */
const IS_SYNC = {
  bool: {
    should: [{ term: { kind: 'sync' } }, { bool: { must_not: { exists: { field: 'kind' } } } }],
  },
};
export const SOURCES_MAX = 1_000;
/** A sync gives a sign of life every 5 s; those of before this version give none. */
const ALIVE_MS = 60_000;

const newestFirst = {
  top_hits: { size: 1, sort: [{ started_at: { order: 'desc', unmapped_type: 'date' } }] },
};

/** `nowMs` tells a sync that runs from one that has stopped. */
export function syncsBody({ from }: Range, nowMs: number): Readonly<Record<string, unknown>> {
  const everything = { terms: { listing: ['whole', 'recent'] } };
  // A part counts where it has all that was delivered since a time before the range.
  const since = from === null ? [] : [{ range: { complete_from: { lte: from } } }];
  const done = { term: { state: 'done' } };
  const ended = { bool: { filter: [done, { bool: { should: [everything, ...since] } }] } };
  // A sync that reads the newest first says how far it is while it goes on.
  const shipped = from === null ? [] : [{ range: { shipped_from: { lte: from } } }];
  const complete = { bool: { should: [ended, ...shipped] } };
  const alive = { gte: new Date(nowMs - ALIVE_MS).toISOString() };
  const shows = [
    { range: { heartbeat_at: alive } },
    {
      bool: {
        filter: { range: { started_at: alive } },
        must_not: { exists: { field: 'heartbeat_at' } },
      },
    },
  ];
  const running = {
    bool: { filter: [{ term: { state: 'running' } }, { bool: { should: shows } }] },
  };
  return {
    size: 0,
    track_total_hits: false,
    query: IS_SYNC,
    aggs: {
      sources: {
        terms: { field: 'source_id', size: SOURCES_MAX },
        aggs: {
          newest: newestFirst,
          complete: { filter: complete, aggs: { newest: newestFirst } },
          shipped_from: { min: { field: 'shipped_from' } },
          parts: { filter: done, aggs: { complete_from: { min: { field: 'complete_from' } } } },
          with_done: { filter: { range: { 'objects.done': { gt: 0 } } } },
        },
      },
      running: { filter: running },
    },
  };
}

interface SyncHits {
  readonly hits: { readonly hits: readonly { readonly _source: StoredSync }[] };
}

/** Of a date: milliseconds since 1970; null: no document has it. */
interface Minimum {
  readonly value: number | null;
}

interface SyncAggregations {
  readonly sources: {
    readonly sum_other_doc_count: number;
    readonly buckets: readonly {
      readonly key: string;
      readonly newest: SyncHits;
      readonly complete: { readonly newest: SyncHits };
      readonly shipped_from: Minimum;
      readonly parts: { readonly complete_from: Minimum };
      readonly with_done: { readonly doc_count: number };
    }[];
  };
  readonly running: { readonly doc_count: number };
}

interface StoredSync {
  readonly source: string;
  readonly state: string;
  readonly started_at: string;
  readonly heartbeat_at?: string;
  readonly finished_at?: string;
  readonly listing_ended?: boolean;
  readonly objects?: Readonly<Record<string, number | undefined>>;
}

/** undefined: there is no index. */
export function readSyncs(aggregations: unknown): {
  readonly sources: readonly SourceFacts[];
  readonly isWriting: boolean;
  readonly isCut: boolean;
} {
  const found = aggregations as SyncAggregations | undefined; // the answer to these aggs
  if (found === undefined) return { sources: [], isWriting: false, isCut: false };
  const { buckets, sum_other_doc_count: others } = found.sources;
  const sources = buckets.flatMap(({ key, newest, complete, with_done: withDone, ...bucket }) => {
    const sync = readSync(newest);
    const froms = [bucket.shipped_from.value, bucket.parts.complete_from.value];
    return sync === null
      ? []
      : [
          {
            sourceId: key,
            newest: sync,
            complete: readSync(complete.newest),
            completeFrom: earliest(froms),
            hasDone: withDone.doc_count > 0,
          },
        ];
  });
  return { sources, isWriting: found.running.doc_count > 0, isCut: others > 0 };
}

function earliest(times: readonly (number | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : new Date(Math.min(...known)).toISOString();
}

function readSync({ hits }: SyncHits): SyncFacts | null {
  const stored = hits.hits[0]?._source;
  if (stored === undefined) return null;
  const { objects = {}, started_at: startedAt } = stored;
  const count = (name: string): number => objects[name] ?? 0;
  return {
    source: stored.source,
    state: stored.state,
    startedAt,
    heartbeatAt: stored.heartbeat_at ?? startedAt,
    finishedAt: stored.finished_at ?? null,
    isListed: stored.listing_ended ?? true,
    objects: {
      listed: count('listed'),
      skipped: count('skipped'),
      done: count('done'),
      failed: count('failed'),
      notALog: count('not_a_log'),
      archived: count('archived'),
      gone: count('gone'),
      growing: count('growing'),
    },
  };
}
