/**
 * The records of a scope as they are at one point in time: every pass of an answer sees the same,
 * whatever is written meanwhile.
 */
import type { IndexName } from '../../core/brand.ts';
import { TamarinError } from '../../core/error.ts';
import type { Prices } from '../../core/prices.ts';
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import type { Friends } from '../ask/friends.ts';
import { isInScope, type Query, type Scope } from '../ask/scope.ts';
import type { AsOf } from '../reach/as-of.ts';
import { readReach } from './read-reach.ts';
import type { IndexFacts, KnownEnrichment, SearchPort, SearchResponse } from './search-port.ts';

export interface Snapshot {
  /** Open record indices of the range. */
  readonly indices: readonly IndexFacts[];
  /** Why no answer from it can be exact, each a clause such as "… is closed and … left out". */
  readonly doubts: readonly string[];
  /** How far the records reach that it holds. */
  readonly asOf: AsOf;
  readonly enrichment: KnownEnrichment;
  readonly friends: Friends;
  readonly prices: Prices;
  readonly pointInTime: string;
  search(body: Readonly<Record<string, unknown>>): Promise<SearchResponse>;
  /** Figures and groups of all records that match, by the names of `aggs`. @throws TamarinError */
  aggregate<A extends Aggregations>(query: Query, aggs: A): Promise<Aggregated<A>>;
  /** And how many records match. @throws TamarinError */
  countAndAggregate<A extends Aggregations>(query: Query, aggs: A): Promise<Counted<A>>;
}

/** The snapshot with more reasons why no answer from it can be exact. */
export const doubting = (snapshot: Snapshot, doubts: readonly string[]): Snapshot =>
  doubts.length === 0 ? snapshot : { ...snapshot, doubts: [...snapshot.doubts, ...doubts] };

interface Counted<A extends Aggregations> {
  readonly records: number;
  readonly aggregated: Aggregated<A>;
}

/** Opens a snapshot for the task and closes it whatever happens. @throws TamarinError */
export async function withSnapshot<T>(
  port: SearchPort,
  scope: Scope,
  task: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const snapshot = await openSnapshot(port, scope);
  try {
    return await task(snapshot);
  } finally {
    await closeSnapshot(port, snapshot);
  }
}

/** What cannot be closed expires by itself: neither an answer nor another error is lost for it. */
export async function closeSnapshot(port: SearchPort, { pointInTime }: Snapshot): Promise<void> {
  await port.closePointInTime(pointInTime).catch(() => undefined);
}

/** A point in time that an earlier page of the same question left open. */
export type Opened = Pick<Snapshot, 'pointInTime' | 'asOf'>;

/**
 * `opened`: what there was then is asked again, and not how far the records reach now.
 * @throws TamarinError `no_records` without any index, `index_closed` when all are closed
 */
export async function openSnapshot(
  port: SearchPort,
  scope: Scope,
  opened?: Opened,
): Promise<Snapshot> {
  // How far they reach is read before they are frozen, so that it never claims more than they hold.
  const asOf = opened?.asOf ?? (await readReach(port, scope));
  const [all, limits] = await Promise.all([port.recordIndices(), port.limits()]);
  if (all.length === 0) {
    throw new TamarinError('no_records', 'There are no records yet.', {
      hint: 'Ship some first with "tamarin sync ./my-logs", or with "tamarin up" for the sample logs (ask about those with --samples).',
    });
  }
  const open = all.filter(({ isOpen }) => isOpen);
  if (open.length === 0) {
    throw new TamarinError('index_closed', `All ${all.length} record indices are closed.`, {
      hint: `Open the ones you need: POST ${all[0]?.name}/_open`,
    });
  }
  const closed = all.filter(({ isOpen, name }) => !isOpen && isInScope(name, scope));
  const indices = open.filter(({ name }) => isInScope(name, scope));
  // A range without an index is asked of any: its records are outside, and all counts are 0.
  const asked = indices.length > 0 ? indices : open.slice(0, 1);
  const pointInTime =
    opened?.pointInTime ?? (await port.openPointInTime(asked.map(({ name }) => name)));
  return {
    indices,
    doubts: [...closedDoubt(closed.map(({ name }) => name)), ...(limits === null ? [] : [limits])],
    asOf,
    enrichment: port.enrichment,
    friends: port.friends,
    prices: port.prices,
    pointInTime,
    ...searchesOf(port, pointInTime),
  };
}

type Searches = Pick<Snapshot, 'search' | 'aggregate' | 'countAndAggregate'>;

function searchesOf(port: SearchPort, pointInTime: string): Searches {
  const search: Snapshot['search'] = (body) => port.search(pointInTime, body);
  const count = async <A extends Aggregations>(
    query: Query,
    aggs: A,
    { isCounted }: { readonly isCounted: boolean },
  ): Promise<Counted<A>> => {
    const body = { size: 0, track_total_hits: isCounted, query, aggs };
    const { aggregations, hits } = await search(body);
    return {
      records: hits?.total?.value ?? 0,
      aggregated: aggregations as Aggregated<A>, // OpenSearch answers to what is asked
    };
  };
  return {
    search,
    aggregate: async (query, aggs) => (await count(query, aggs, { isCounted: false })).aggregated,
    countAndAggregate: (query, aggs) => count(query, aggs, { isCounted: true }),
  };
}

/** What a closed index of the range holds is missing from every answer. */
function closedDoubt(closed: readonly IndexName[]): readonly string[] {
  const [first] = closed;
  if (first === undefined) return [];
  const others = closed.length === 1 ? '' : ` and ${closed.length - 1} more`;
  const [is, its] = closed.length === 1 ? ['is', 'its'] : ['are', 'their'];
  return [`${first}${others} ${is} closed and ${its} records are left out`];
}
