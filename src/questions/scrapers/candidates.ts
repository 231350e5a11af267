/** The first pass: everybody is read once by each thing that an actor may be known by. */
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor, ActorKind } from '../evidence/actor.ts';
import { type Everybody, readEverybody } from '../evidence/everybody.ts';
import { tallyAddresses, tallyBy, tallyNetworks } from '../evidence/first-pass.ts';
import { findGroups } from '../evidence/groups.ts';
import { type Own, readOwn, signedByOwn } from '../evidence/own.ts';
import type { Tally } from '../evidence/tally.ts';

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

/** Below that, each measure has its own limit, so that no kind crowds out another. */
const CANDIDATES_MAX = 500;

const IS_BOT: Query = { term: { agent_class: 'bot' } };

/** `clients`: the records of the scope that somebody asked for from an address. @throws TamarinError */
export async function readFirstPass(
  { scope, clients, friends }: { readonly scope: Query; readonly clients: Query; readonly friends: Friends }, // biome-ignore format: one parameter
  snapshot: Snapshot,
): Promise<FirstPass> {
  const by = (field: string, query: Query, part: number) => tallyBy(field, query, snapshot, part);
  const referrers = await by('referrer_domain', clients, 1 / 2);
  const own = await readOwn(friends, referrers, { query: scope, snapshot });
  const strangers = strangersAmong(clients, own);
  const bots = { bool: { filter: [clients, IS_BOT] } };
  const addresses = await tallyAddresses(clients, snapshot);
  const networks = await tallyNetworks(strangers, snapshot);
  const everybody: Everybody = {
    ...(await readEverybody({ scope, clients }, snapshot)),
    ...addresses.usual,
    networkFiles: networks.networkFiles,
    own,
  };
  const candidates = [
    ...of('agent', 'agent_name', await by('agent_name', bots, 1 / 3)),
    ...of('requester', 'requester', await by('requester', clients, 1 / 3)),
    ...of('ip', 'remote_ip', addresses.leaders),
    ...amongStrangers(own, of('network', 'network', networks.leaders)),
    ...amongStrangers(own, await groupsOf(strangers, snapshot)),
    ...of('referrer-domain', 'referrer_domain', referrers),
    ...amongStrangers(own, of('agent', 'user_agent', await by('user_agent', strangers, 1 / 3))),
    ...amongStrangers(own, of('as', 'as_org', await by('as_org', strangers, 1 / 4))),
  ];
  return { everybody, candidates: candidates.slice(0, CANDIDATES_MAX) };
}

/** Those of the records that neither a friend nor a declared bot has asked for. */
export const strangersAmong = (records: Query, own: Own): Query => ({
  bool: { filter: [records], must_not: notStrange(own) },
});

/** Who is a friend, or says that it is a bot, has a name of its own and is no part of others. */
const notStrange = (own: Own): readonly Query[] => [signedByOwn(own), IS_BOT];

const of = (kind: ActorKind, field: string, tallies: readonly Tally[]): readonly Candidate[] =>
  tallies.map(({ name }) => {
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
