/** The way of the questions to OpenSearch: every search sees one point in time, whole or not at all. */
import { asIndexName, type IndexName } from '../core/brand.ts';
import { TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import { NO_PRICES, type Prices } from '../core/prices.ts';
import { whatEnriches } from '../enrich/what-enriches.ts';
import { type Friends, NO_FRIENDS } from '../questions/ask/friends.ts';
import type { IndexFacts, SearchPort, SearchResponse } from '../questions/count/search-port.ts';
import { attempt, type OpenSearch } from './client.ts';
import type { Limits, Run } from './question-request.ts';
import { indicesBeside, readReachFacts } from './read-reach-facts.ts';
import { readerLimits } from './reader-limits.ts';
import { refreshShared } from './refresh-records.ts';
import { reasonOf } from './request-failure.ts';
import { tookTooLong, toSearchFailure } from './search-failure.ts';

export interface SearchPortOptions {
  /** A search that takes longer is given up. */
  readonly timeoutMs: number;
  /** Aborting it ends the search that runs; the server stops working on it too. */
  readonly signal?: AbortSignal;
  /** What went wrong without costing the answer; to be told once a command. */
  readonly notice?: (text: string) => void;
  /** Tells a sync that runs from one that has stopped. */
  readonly now?: () => number;
  /** Digest of the address files that this process knows, null where it knows none. */
  readonly addressFiles?: () => string | null;
  /** Whom the configuration names; by default nobody. */
  readonly friends?: Friends;
  /** By default there are none: no question can be asked by cost. */
  readonly prices?: Prices;
  /** Ids of the sources that answers wait for; null: all that were ever synced. */
  readonly countedSources?: () => Promise<readonly string[] | null>;
}

/** Time between two pages of a search, or two passes of an answer; each one extends it. */
const KEEP_ALIVE = '5m';
/** The server's own limit ends a search a little earlier, with an error that says so. */
const ANSWER_TIME_MS = 5_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** Below the 4,096 bytes that a request line may have. */
const NAMES_LENGTH_MAX = 3_000;

export function makeSearchPort(
  server: OpenSearch,
  pattern: string,
  options: SearchPortOptions,
): SearchPort {
  const { timeoutMs, signal, notice, now = Date.now } = options;
  const {
    addressFiles = () => null,
    countedSources = async () => null,
    friends = NO_FRIENDS,
    prices = NO_PRICES,
  } = options;
  const explain = (error: unknown) => toSearchFailure(error, timeoutMs);
  const attempts = { explain, signal, index: pattern };
  const run: Run = (what, request) => attempt(server, what, request, attempts);
  const limits = { maxRetries: 0, requestTimeout: timeoutMs + ANSWER_TIME_MS };
  /** Indices of points in time that were opened by a pattern. */
  const named = new Map<string, readonly IndexName[]>();
  return {
    pattern,
    readFacts: async (range) => {
      const configured = await countedSources();
      const facts = await readReachFacts({ run, limits, nowMs: now() }, indicesBeside(pattern), range); // biome-ignore format: one call
      return { ...facts, configured };
    },
    refresh: () => refreshShared(server, pattern, signal),
    enrichment: { ...whatEnriches(), files: addressFiles },
    friends,
    prices,
    recordIndices: () => readIndexFacts(run, limits, pattern),
    openPointInTime: async (indices) => {
      // Many names do not fit into a request line: then a pattern that covers them, and may cover more.
      const isNamed = fitsLine(indices);
      const index = isNamed ? [...indices] : patternsOf(indices);
      const { body } = await run(`open ${pattern} for a question`, (client) =>
        client.createPit(
          { index, keep_alive: KEEP_ALIVE, allow_partial_pit_creation: false },
          limits,
        ),
      );
      // A pattern leaves out what was closed since the indices were listed, and a lenient server
      // what the user may not ask.
      if ((body._shards?.total ?? 0) < indices.length)
        throw leftOut(server, pattern, indices, await readIndexFacts(run, limits, pattern));
      const pointInTime = body.pit_id ?? '';
      if (!isNamed) named.set(pointInTime, indices);
      return pointInTime;
    },
    search: async (pointInTime, asked) => {
      const only = named.get(pointInTime);
      const query = only === undefined ? asked : { ...asked, query: within(only, asked.query) };
      const pit = { id: pointInTime, keep_alive: KEEP_ALIVE };
      const { body } = await run(`search ${pattern}`, (client) =>
        client.search(
          {
            allow_partial_search_results: false,
            request_cache: false,
            body: { ...query, pit, timeout: `${timeoutMs}ms` },
          },
          limits,
        ),
      );
      const { timed_out: isTimedOut, _shards: shards } = body;
      if (isTimedOut) throw tookTooLong(timeoutMs, undefined);
      if (shards.failed > 0 || shards.successful < shards.total)
        throw incomplete(pattern, shards.total - shards.successful);
      return body as unknown as SearchResponse; // read field by field by the questions
    },
    closePointInTime: async (pointInTime) => {
      named.delete(pointInTime);
      // Once and not for long: it expires by itself, and an answer or an error is waiting.
      const closing = { ignore: [404], maxRetries: 0, requestTimeout: CLOSE_TIMEOUT_MS };
      await server.client
        .deletePit({ body: { pit_id: [pointInTime] } }, closing)
        .catch((error: unknown) => notice?.(staysOpen(server, pattern, error)));
    },
    limits: async () => {
      const found = await readerLimits(server, pattern);
      return found.kind === 'part' ? found.because : null;
    },
  };
}

/** The server has a limit of them, and a later question would be told of it without this reason. */
function staysOpen({ user }: OpenSearch, pattern: string, error: unknown): string {
  const reason = reasonOf(error);
  const grant = grantHint({ reason, user, index: pattern });
  return (
    `A point in time stays open for ${KEEP_ALIVE} and counts against search.max_open_pit_context, ` +
    `because it could not be closed: ${reason}.${grant === '' ? '' : ` ${grant}`}`
  );
}

/** An index that was made after they were listed is none of them. */
const within = (indices: readonly IndexName[], query: unknown): object => ({
  bool: { filter: [{ terms: { _index: indices } }, query ?? { match_all: {} }] },
});

function leftOut(
  { user }: OpenSearch,
  pattern: string,
  asked: readonly IndexName[],
  now: readonly IndexFacts[],
): TamarinError {
  const isOpen = new Set(now.flatMap((facts) => (facts.isOpen ? [facts.name] : [])));
  if (asked.every((name) => isOpen.has(name))) {
    return new TamarinError(
      'opensearch_denied',
      `OpenSearch leaves out a part of ${pattern} that ${user ?? 'this user'} may not ask.`,
      {
        hint: `Grant indices:data/read/point_in_time/create and indices:data/read/search on ${pattern}, or ask a range without that part (--from, --to).`,
      },
    );
  }
  return new TamarinError(
    'index_closed',
    `An index of ${pattern} was closed during the question.`,
    {
      hint: 'Ask again: closed indices are then left out, and the answer says so.',
    },
  );
}

/** No number may silently be too small. */
function incomplete(pattern: string, missing: number): TamarinError {
  return new TamarinError(
    'question_failed',
    `The search over ${pattern} is incomplete: ${missing} shards did not answer in full.`,
    { hint: 'Check the health of the cluster, then ask again.' },
  );
}

const fitsLine = (indices: readonly IndexName[]): boolean =>
  indices.join(',').length <= NAMES_LENGTH_MAX;

/** All days of the months, or months of the years, of these indices; at worst all that they share. */
function patternsOf(indices: readonly IndexName[]): string[] {
  const patterns = [...new Set(indices.map((name) => name.replace(/\d\d$/, '*')))];
  if (patterns.join(',').length <= NAMES_LENGTH_MAX) return patterns;
  const [first = '', last = ''] = [indices[0], indices.at(-1)]; // sorted by name
  let common = 0;
  while (common < first.length && first[common] === last[common]) common += 1;
  return [`${first.slice(0, common)}*`];
}

const SHARDS = 'index.number_of_shards';
const SLICES = 'index.search.concurrent_segment_search.mode';

async function readIndexFacts(run: Run, limits: Limits, pattern: string): Promise<IndexFacts[]> {
  // Both are answered from the cluster's state; _cat/indices would ask every shard.
  const [resolved, { body: settings }] = await Promise.all([
    run(`list the indices ${pattern}`, (client) =>
      client.indices.resolveIndex({ name: pattern, expand_wildcards: 'all' }, limits),
    ),
    run(`read the settings of ${pattern}`, (client) =>
      client.indices.getSettings(
        {
          index: pattern,
          expand_wildcards: 'all',
          flat_settings: true,
          name: [SHARDS, SLICES],
        },
        limits,
      ),
    ),
  ]);
  return resolved.body.indices
    .map(({ name, attributes }) => {
      const own = settings[name]?.settings as Readonly<Record<string, unknown>> | undefined; // flat, as asked
      const ranksExactly = own?.[SHARDS] === '1' && own[SLICES] === 'none';
      return { name: asIndexName(name), isOpen: attributes.includes('open'), ranksExactly };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
