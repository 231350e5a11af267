/**
 * A SearchPort over documents in memory that evaluates the bodies questions really send. It is wrong
 * where OpenSearch is wrong: lists of groups merged over indices, or over the slices of one, are
 * approximate. What was asked is kept, so that a test can see which way an answer took.
 */
import { asIndexName, type IndexName } from '../../src/core/brand.ts';
import { TamarinError } from '../../src/core/error.ts';
import { NO_PRICES, type Prices } from '../../src/core/prices.ts';
import { whatEnriches } from '../../src/enrich/what-enriches.ts';
import { type Friends, NO_FRIENDS } from '../../src/questions/ask/friends.ts';
import type { Hit, IndexFacts, KnownEnrichment, SearchPort, SearchResponse } from '../../src/questions/count/search-port.ts'; // biome-ignore format: one import
import type { ReachFacts } from '../../src/questions/reach/reach-facts.ts';
import { aggregate, type ServerWays } from './memory-aggregations.ts';
import { type Body, matcher, neededTerm, only } from './memory-query.ts';
import { compareKeys, type Document, type Entry, type Shards, timeOf, type Value, valuesOf } from './memory-values.ts'; // biome-ignore format: one import

export interface MemoryOptions {
  /** Months whose indices are closed: `2026-02`. */
  readonly closed?: readonly string[];
  /** Months whose indices are searched in two slices, of the earlier and the later documents. */
  readonly sliced?: readonly string[];
  /** Months whose indices have three shards, each of every third document. */
  readonly sharded?: readonly string[];
  /**
   * `cardinality` answers at least, and at most, that number: an estimate is no promise. Without
   * them it is one too many, so that nobody takes it for the true number.
   */
  readonly estimateMin?: number;
  readonly estimateMax?: number;
  /** Why the user does not see everything. */
  readonly limits?: string;
  /** `search.max_buckets` */
  readonly bucketsMax?: number;
  /** What the bookkeeping says; without it, one sync has ended well. */
  readonly facts?: ReachFacts;
  /** What the asking process has of address files; by default none. */
  readonly addressFiles?: string;
  /** Whom the configuration names. */
  readonly friends?: Friends;
  /** What money is reckoned by; by default nothing. */
  readonly prices?: Prices;
  /** Called before each search, with how many there were: may add documents, or throw. */
  readonly before?: (body: Body, port: MemorySearch) => void;
}

/** One source, read in full on 1 March 2026. */
export const ALL_IN: ReachFacts = {
  atMs: Date.parse('2026-03-01T12:00:00Z'),
  sources: [
    {
      sourceId: 's3:Amazon S3/logs/',
      newest: {
        source: 's3://logs/',
        state: 'done',
        startedAt: '2026-03-01T00:00:00.000Z',
        heartbeatAt: '2026-03-01T00:00:05.000Z',
        finishedAt: '2026-03-01T00:00:07.000Z',
        isListed: true,
        objects: {
          listed: 4,
          skipped: 0,
          done: 4,
          failed: 0,
          notALog: 0,
          archived: 0,
          gone: 0,
          growing: 0,
        },
      },
      complete: null,
      hasDone: true,
      completeFrom: null,
    },
  ].map((source) => ({ ...source, complete: source.newest })),
  isWriting: false,
  missing: { count: 0, first: [] },
  newestRecord: '2026-02-28T23:59:00.000Z',
  rejected: 0,
  unknownBecause: null,
};

const nameOf = (month: string): string => `i-records-${month}`;

export class MemorySearch implements SearchPort {
  readonly pattern = 'i-records-*';
  readonly enrichment: KnownEnrichment = {
    ...whatEnriches(),
    files: () => this.#options.addressFiles ?? null,
  };
  readonly friends: Friends;
  readonly prices: Prices;
  readonly bodies: Body[] = [];
  /** Indices of each point in time that was opened. */
  readonly opened: (readonly string[])[] = [];
  readonly #options: MemoryOptions;
  readonly #indices = new Map<string, Entry[]>();
  readonly #frozen = new Map<string, readonly (readonly Entry[])[]>();
  #last: { readonly asked: string; readonly shards: Shards } | undefined;
  readonly #byTerm = new Map<string, readonly ReadonlyMap<string, readonly Entry[]>[]>();

  constructor(documents: readonly Document[], options: MemoryOptions = {}) {
    this.#options = options;
    this.friends = options.friends ?? NO_FRIENDS;
    this.prices = options.prices ?? NO_PRICES;
    this.add(documents);
  }

  /** Points in time that nobody has closed. */
  get openCount(): number {
    return this.#frozen.size;
  }

  add(documents: readonly Document[]): void {
    for (const document of documents) {
      const index = nameOf(String(document['@timestamp']).slice(0, 'yyyy-mm'.length));
      const entries = this.#indices.get(index) ?? [];
      entries.push({ index, position: entries.length, document });
      this.#indices.set(index, entries);
    }
  }

  async readFacts(): Promise<ReachFacts> {
    return this.#options.facts ?? ALL_IN;
  }

  /** What was added is seen by the next point in time. */
  async refresh(): Promise<boolean> {
    return true;
  }

  async recordIndices(): Promise<readonly IndexFacts[]> {
    const { closed = [], sliced = [], sharded = [] } = this.#options;
    return [...this.#indices.keys()].sort().map((name) => ({
      name: asIndexName(name),
      isOpen: !closed.map(nameOf).includes(name),
      ranksExactly: ![...sliced, ...sharded].map(nameOf).includes(name),
    }));
  }

  async openPointInTime(indices: readonly IndexName[]): Promise<string> {
    if (indices.length === 0) throw new Error('a point in time needs an index');
    const { closed = [] } = this.#options;
    if (indices.some((name) => closed.map(nameOf).includes(name)))
      throw new TamarinError('index_closed', 'index_closed_exception');
    const id = `pit-${this.opened.length}`;
    this.opened.push(indices);
    this.#frozen.set(
      id,
      indices.flatMap((name) => this.#partsOf(name)),
    );
    return id;
  }

  /** What is searched apart, and listed apart. */
  #partsOf(name: string): readonly (readonly Entry[])[] {
    const { sliced = [], sharded = [] } = this.#options;
    const entries = [...(this.#indices.get(name) ?? [])];
    const half = Math.ceil(entries.length / 2);
    if (sliced.map(nameOf).includes(name)) return [entries.slice(0, half), entries.slice(half)];
    if (!sharded.map(nameOf).includes(name)) return [entries];
    return [0, 1, 2].map((shard) => entries.filter(({ position }) => position % 3 === shard));
  }

  async search(pointInTime: string, body: Body): Promise<SearchResponse> {
    this.bodies.push(body);
    this.#options.before?.(body, this);
    const frozen = this.#frozen.get(pointInTime);
    if (frozen === undefined)
      throw new TamarinError('cursor_expired', 'search_context_missing_exception');
    const shards = this.#matching(pointInTime, body.query, frozen);
    const hits = hitsOf(body, shards.flat());
    if (Object.keys(body.aggs ?? {}).length === 0) return { hits };
    return { hits, aggregations: aggregate(body.aggs, shards, this.#serverWays()) };
  }

  /** The next page asks for the same as the one before. */
  #matching(pointInTime: string, query: unknown, frozen: Shards): Shards {
    const asked = `${pointInTime} ${JSON.stringify(query)}`;
    if (this.#last?.asked === asked) return this.#last.shards;
    const matches = matcher(query);
    const shards = this.#needed(pointInTime, query, frozen).map((some) => some.filter(matches));
    this.#last = { asked, shards };
    return shards;
  }

  /** Those that a term of the query leaves, as an index finds them. */
  #needed(pointInTime: string, query: unknown, shards: Shards): Shards {
    const needed = neededTerm(query);
    if (needed === null) return shards;
    const name = `${pointInTime} ${needed.field}`;
    const index = this.#byTerm.get(name) ?? shards.map((some) => byTerm(some, needed.field));
    this.#byTerm.set(name, index);
    return index.map((terms) => terms.get(needed.value) ?? []);
  }

  #serverWays(): ServerWays {
    const { bucketsMax = 65_535, estimateMin = 0, estimateMax = Infinity } = this.#options;
    let buckets = 0;
    return {
      countBucket: () => {
        buckets += 1;
        if (buckets > bucketsMax)
          throw new TamarinError('question_too_large', 'too_many_buckets_exception');
      },
      estimate: (distinct) => Math.min(estimateMax, Math.max(estimateMin, distinct + 1)),
    };
  }

  async limits(): Promise<string | null> {
    return this.#options.limits ?? null;
  }

  async closePointInTime(pointInTime: string): Promise<void> {
    this.#frozen.delete(pointInTime);
  }
}

function byTerm(entries: readonly Entry[], field: string): ReadonlyMap<string, readonly Entry[]> {
  const terms = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const value of valuesOf(entry, field)) {
      const some = terms.get(String(value));
      if (some === undefined) terms.set(String(value), [entry]);
      else some.push(entry);
    }
  return terms;
}

function hitsOf(body: Body, found: readonly Entry[]): Exclude<SearchResponse['hits'], undefined> {
  const total = body.track_total_hits === true ? { total: { value: found.length } } : {};
  return { ...total, hits: body.size === 0 ? [] : firstHits(body, found) };
}

function firstHits(body: Body, found: readonly Entry[]): readonly Hit[] {
  const keys = ((body.sort ?? []) as readonly unknown[]).map(only); // a list of keys
  const hits = found.map(
    (entry): Hit => ({
      _source: sourceOf(entry.document, body._source),
      sort: keys.map(([field]) => sortValue(entry, field)),
    }),
  );
  const compare = (a: readonly Value[], b: readonly Value[]): number => {
    for (const [at, [, direction]] of keys.entries()) {
      const order = compareKeys(a[at] ?? 0, b[at] ?? 0);
      if (order !== 0) return String(direction) === 'desc' ? -order : order;
    }
    return 0;
  };
  const after = body.search_after as readonly Value[] | undefined; // the sort of a hit
  return hits
    .sort((a, b) => compare(a.sort, b.sort))
    .filter(({ sort }) => after === undefined || compare(sort, after) > 0)
    .slice(0, Number(body.size));
}

/** All of it, or the fields of a list. */
const sourceOf = (document: Document, fields: unknown): Document =>
  Array.isArray(fields)
    ? Object.fromEntries(Object.entries(document).filter(([name]) => fields.includes(name)))
    : document;

function sortValue(entry: Entry, field: string): Value {
  if (field === '_doc') return entry.position;
  if (field === '_id') return `id-${entry.position}`;
  const [value] = valuesOf(entry, field);
  return field === '@timestamp' ? timeOf(value) : (value ?? '');
}
