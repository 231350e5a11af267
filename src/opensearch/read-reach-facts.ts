/**
 * Reads how far the records reach: syncs, ledger, quarantine and the newest record in one `_msearch`,
 * one search after the other. The syncs come first, because a sync that says `done` has made visible
 * all that it wrote before: what is searched after it cannot be older.
 */
import type {
  MissingObject,
  Range,
  ReachFacts,
  SourceFacts,
} from '../questions/reach/reach-facts.ts';
import { sourceQuery } from '../questions/reach/source-id.ts';
import type { Limits, Run } from './question-request.ts';
import { statusOf } from './request-failure.ts';
import { readSyncs, SOURCES_MAX, syncsBody } from './sync-facts.ts';

export interface ReachIndices {
  readonly records: string;
  readonly ledger: string;
  readonly quarantine: string;
  readonly syncs: string;
}

/** The bookkeeping beside the records of a pattern. */
export function indicesBeside(recordsPattern: string): ReachIndices {
  const of = (name: string): string => recordsPattern.replace(/records-\*$/, name);
  return {
    records: recordsPattern,
    ledger: of('ledger'),
    quarantine: of('quarantine'),
    syncs: of('syncs'),
  };
}

type Body = Readonly<Record<string, unknown>>;

interface Search {
  readonly index: string;
  readonly body: Body;
}

/** The parts of an answer that are read; `error` instead where one search failed. */
interface Answer {
  readonly error?: { readonly reason?: string };
  readonly status?: number;
  readonly hits?: {
    readonly total?: { readonly value: number };
    readonly hits: readonly { readonly _source: Body }[];
  };
  readonly aggregations?: unknown;
}

export interface Asking {
  readonly run: Run;
  readonly limits: Limits;
  readonly nowMs: number;
}

export async function readReachFacts(
  asking: Asking,
  indices: ReachIndices,
  range: Range,
): Promise<ReachFacts> {
  const { nowMs } = asking;
  const [syncs, ledger, quarantine, newest] = await searchAll(asking, [
    { index: indices.syncs, body: syncsBody(range, nowMs) },
    { index: indices.ledger, body: missingBody(range) },
    { index: indices.quarantine, body: rejectedBody(range) },
    { index: indices.records, body: newestBody },
  ]);
  const { sources, isWriting, isCut } = readSyncs(syncs?.aggregations);
  return {
    atMs: nowMs,
    sources: await findDone(asking, indices.ledger, sources),
    isWriting,
    missing: {
      count: ledger?.hits?.total?.value ?? 0,
      first: (ledger?.hits?.hits ?? []).map(({ _source }) => readMissing(_source)),
    },
    newestRecord: readNewest(newest),
    rejected: quarantine?.error === undefined ? (quarantine?.hits?.total?.value ?? 0) : null,
    unknownBecause:
      failureText(indices.syncs, syncs) ??
      failureText(indices.ledger, ledger) ??
      (isCut ? `there are over ${SOURCES_MAX} sources` : null),
  };
}

/** Each search by itself may fail; all of them fail together where the right to send them is missing. */
async function searchAll(
  { run, limits }: Asking,
  searches: readonly Search[],
): Promise<readonly Answer[]> {
  const lines = searches.flatMap(({ index, body }) => [
    {
      index,
      ignore_unavailable: true,
      allow_no_indices: true,
      allow_partial_search_results: false,
    },
    body,
  ]);
  try {
    const { body } = await run('report how current the records are', (client) =>
      client.msearch({ max_concurrent_searches: 1, body: lines }, limits),
    );
    return body.responses as unknown as readonly Answer[]; // as asked above
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (statusOf(cause) !== 403) throw error;
    return searches.map(() => ({ status: 403, error: {} }));
  }
}

function failureText(index: string, answer: Answer | undefined): string | null {
  if (answer?.error === undefined) return null;
  return answer.status === 403
    ? `permission to search ${index} is missing`
    : `${index} could not be searched (${answer.error.reason ?? answer.status})`;
}

/** Log objects of a page, as elsewhere. */
const MISSING_MAX = 1_000;

const missingBody = ({ from }: Range): Body => ({
  size: MISSING_MAX,
  track_total_hits: true,
  _source: ['physical_id', 'state', 'last_modified'],
  query: {
    bool: {
      filter: [
        { terms: { state: ['failed', 'archived'] } },
        ...(from === null ? [] : [{ range: { last_modified: { gte: from } } }]),
      ],
    },
  },
  sort: [{ last_modified: { order: 'asc', unmapped_type: 'date' } }],
});

const readMissing = (stored: Body): MissingObject => ({
  physicalId: String(stored.physical_id),
  state: stored.state === 'archived' ? 'archived' : 'failed',
  lastModified: String(stored.last_modified),
});

/** A line without a readable time may be of any range: it counts only where there is none. */
const rejectedBody = ({ from, to }: Range): Body => ({
  size: 0,
  track_total_hits: true,
  query:
    from === null && to === null
      ? { match_all: {} }
      : {
          range: {
            record_time: {
              ...(from === null ? {} : { gte: from }),
              ...(to === null ? {} : { lt: to }),
            },
          },
        },
});

const newestBody: Body = {
  size: 0,
  track_total_hits: false,
  aggs: { newest: { max: { field: '@timestamp' } } },
};

function readNewest(answer: Answer | undefined): string | null {
  const found = answer?.aggregations as
    | { readonly newest: { readonly value: number | null } }
    | undefined; // the answer to this agg
  const value = found?.newest.value ?? null;
  return value === null ? null : new Date(value).toISOString();
}

/**
 * A sync that was killed may have left log objects that its document does not count; so may one
 * that has just begun. Their sources, and useless ones, are looked up in the ledger.
 */
async function findDone(
  asking: Asking,
  ledger: string,
  sources: readonly SourceFacts[],
): Promise<readonly SourceFacts[]> {
  const unsure = sources.filter(({ hasDone }) => !hasDone);
  if (unsure.length === 0) return sources;
  const answers = await searchAll(
    asking,
    unsure.map(({ sourceId }) => ({
      index: ledger,
      body: {
        size: 0,
        terminate_after: 1,
        query: { bool: { filter: [{ term: { state: 'done' } }, sourceQuery(sourceId)] } },
      },
    })),
  );
  const found = new Set(
    unsure.filter((_, at) => hasHit(answers[at])).map(({ sourceId }) => sourceId),
  );
  return sources.map((source) => ({
    ...source,
    hasDone: source.hasDone || found.has(source.sourceId),
  }));
}

/** A search that failed leaves it open: then the source counts. */
const hasHit = (answer: Answer | undefined): boolean =>
  answer?.error !== undefined || (answer?.hits?.total?.value ?? 0) > 0;
