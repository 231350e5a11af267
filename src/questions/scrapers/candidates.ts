/** The first pass: everybody is read once by each thing that an actor may be known by. */
import pLimit from 'p-limit';
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import { SEARCHES_AT_ONCE } from '../count/at-once.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor, ActorKind } from '../evidence/actor.ts';
import { type Everybody, readEverybody } from '../evidence/everybody.ts';
import { leadersBy, namesBy, tallyAddresses, tallyNetworks } from '../evidence/first-pass.ts';
import { findGroups } from '../evidence/groups.ts';
import { type Own, readOwn } from '../evidence/own.ts';

export interface Candidate {
  readonly actor: Actor;
  /** Different pairs of address and user agent, about; null: not counted yet. */
  readonly pairs: number | null;
}

interface FirstPass {
  readonly everybody: Everybody;
  /** Named ones first: they are looked at whatever comes after them. */
  readonly candidates: readonly Candidate[];
}

/** Kinds take turns, so that none crowds out another. */
const CANDIDATES_MAX = 500;

const IS_BOT: Query = { term: { agent_class: 'bot' } };

/** `clients`: the records of the scope that somebody asked for from an address. @throws TamarinError */
export async function readFirstPass(
  { scope, clients, friends }: { readonly scope: Query; readonly clients: Query; readonly friends: Friends }, // biome-ignore format: one parameter
  snapshot: Snapshot,
): Promise<FirstPass> {
  const by = (field: string, query: Query, part: number) => namesBy(field, query, snapshot, part);
  const referrers = await leadersBy('referrer_domain', clients, snapshot, 1 / 2);
  const own = await readOwn(friends, referrers, snapshot);
  const strangers = strangersAmong(clients, own);
  const bots = { bool: { filter: [clients, IS_BOT] } };
  const limit = pLimit(SEARCHES_AT_ONCE);
  const [addresses, networks, groups, crowd, ...named] = await Promise.all([
    limit(() => tallyAddresses(clients, snapshot)),
    limit(() => tallyNetworks(strangers, snapshot)),
    limit(() => groupsOf(strangers, snapshot)),
    limit(() => readEverybody({ scope, clients }, snapshot)),
    limit(() => by('agent_name', bots, 1 / 3)),
    limit(() => by('requester', clients, 1 / 3)),
    limit(() => by('user_agent', strangers, 1 / 3)),
    limit(() => by('as_org', strangers, 1 / 4)),
  ]);
  const [bot = [], requesters = [], agents = [], operators = []] = named;
  const everybody = { ...crowd, ...addresses.usual, networkFiles: networks.networkFiles, own };
  const domains = referrers.map(({ name }) => name);
  const kinds = [
    of('agent', 'agent_name', bot),
    of('requester', 'requester', requesters),
    of('ip', 'remote_ip', addresses.names),
    amongStrangers(own, of('network', 'network', networks.names)),
    amongStrangers(own, groups),
    of('referrer-domain', 'referrer_domain', domains),
    amongStrangers(own, of('agent', 'user_agent', agents)),
    amongStrangers(own, of('as', 'as_org', operators)),
  ];
  return { everybody, candidates: inTurns(kinds).slice(0, CANDIDATES_MAX) };
}

/** The first of each list, then the second, and so on. */
function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}

/** Those of the records that neither a friend nor a declared bot has asked for. */
export const strangersAmong = (records: Query, own: Own): Query => ({
  bool: { filter: [records], must_not: notStrange(own) },
});

/** Who is a friend, or says that it is a bot, has a name of its own and is no part of others. */
const notStrange = ({ query }: Own): readonly Query[] => [query, IS_BOT];

/** Each once. */
const of = (kind: ActorKind, field: string, names: readonly string[]): readonly Candidate[] =>
  [...new Set(names)].map((name) => {
    const query = { term: { [field]: name } };
    return { actor: { kind, name, query }, pairs: null };
  });

const amongStrangers = (own: Own, candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.map(({ actor, pairs }) => {
    const query = strangersAmong(actor.query, own);
    return { actor: { ...actor, query }, pairs };
  });

const groupsOf = async (query: Query, snapshot: Snapshot): Promise<readonly Candidate[]> =>
  (await findGroups(query, snapshot)).map(({ agentAddressPairs: pairs, kind, name, query }) => ({
    actor: { kind, name, query },
    pairs,
  }));
