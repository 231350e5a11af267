/** The three passes: everybody, those who stand out, and those who are shown. */
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { type Actor, type ActorKind, accuses } from '../evidence/actor.ts';
import { readDossier } from '../evidence/dossier.ts';
import { type Everybody, readEverybody } from '../evidence/everybody.ts';
import { readEvidence, withoutEvidence } from '../evidence/evidence.ts';
import { tallyAddresses, tallyBy, tallyNetworks } from '../evidence/first-pass.ts';
import { findGroups } from '../evidence/groups.ts';
import { readOwn, signedByOwn } from '../evidence/own.ts';
import { subjectOf } from '../evidence/subject.ts';
import type { Tally } from '../evidence/tally.ts';
import type { Judged } from './answer.ts';
import { chooseRows, partWithin } from './choose-rows.ts';
import { type FoundSignal, type Scored, SURE, scoreOf } from './score.ts';
import { type Excuse, excuseOf, verdictOf } from './verdict.ts';

interface Asked {
  readonly query: Query;
  readonly friends: Friends;
}

export interface Investigation {
  readonly everybody: Everybody;
  readonly judged: readonly Judged[];
}

/** Actors that get a second look, and that are counted exactly. */
const [CANDIDATES_MAX, COUNTED_MAX] = [500, 120];
const HEAVY_SHOWN = 5;

export async function investigate(
  { query: scope, friends }: Asked,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Investigation> {
  const query = { bool: { filter: [scope, { exists: { field: 'remote_ip' } }] } };
  const { everybody, candidates } = await lookAtEverybody({ query, friends }, snapshot);
  const looked: Scored[] = [];
  for (const [at, { actor, pairs }] of candidates.slice(0, CANDIDATES_MAX).entries()) {
    const dossier = await readDossier(actor, query, snapshot); // one after the other: the server does each with all it has
    looked.push(scoreOf(subjectOf(withoutEvidence(dossier, pairs), everybody), everybody));
    onProgress?.({ groups: at + 1, groupsExpected: candidates.length });
  }
  const counted: Scored[] = [];
  const promising = looked
    .filter(({ found }) => found.length > 0)
    .toSorted((a, b) => b.score - a.score || b.subject.bytes - a.subject.bytes)
    .slice(0, COUNTED_MAX);
  for (const { subject } of promising) {
    const evidence = await readEvidence(subject, query, snapshot); // as above
    counted.push(scoreOf(subjectOf(evidence, everybody), everybody));
  }
  const judge = (scored: Scored): Judged => {
    const excuse = excuseOf(scored.subject, { friends, own: everybody.own });
    return excuse === null
      ? { ...scored, verdict: verdictOf(scored) }
      : { ...scored, score: 0, found: [excused(excuse), ...scored.found], verdict: excuse.verdict };
  };
  const judged = counted.map(judge);
  const isSuspect = ({ verdict, score }: Judged): boolean => accuses(verdict) && score >= SURE;
  const lookAgain = async (actor: Actor): Promise<Scored | null> => {
    const evidence = await readEvidence(await readDossier(actor, query, snapshot), query, snapshot);
    const scored = scoreOf(subjectOf(evidence, everybody), everybody);
    return scored.score >= SURE ? scored : null;
  };
  const chosen = await chooseRows(judged.filter(isSuspect), lookAgain);
  return {
    everybody,
    judged: [
      ...chosen.map(judge),
      ...others(
        judged.filter((each) => !isSuspect(each)),
        chosen,
      ),
    ],
  };
}

interface Candidate {
  readonly actor: Actor;
  readonly pairs: number | null;
}

async function lookAtEverybody({ query, friends }: Asked, snapshot: Snapshot) {
  const referrers = await tallyBy('referrer_domain', query, snapshot, 1 / 2);
  const own = await readOwn(friends, referrers, { query, snapshot });
  const isBot = { term: { agent_class: 'bot' } };
  // Who is a friend, or says that it is a bot, has a name of its own and is no part of others.
  const strangers = { bool: { filter: [query], must_not: [signedByOwn(own), isBot] } };
  const bots = { bool: { filter: [query, isBot] } };
  const addresses = await tallyAddresses(query, snapshot);
  const networks = await tallyNetworks(strangers, snapshot);
  const agents = await tallyBy('user_agent', strangers, snapshot, 1 / 3);
  const named = await tallyBy('agent_name', bots, snapshot, 1 / 3);
  const requesters = await tallyBy('requester', query, snapshot, 1 / 3);
  const operators = await tallyBy('as_org', strangers, snapshot, 1 / 4);
  const groups = await findGroups(strangers, snapshot);
  const everybody: Everybody = {
    ...(await readEverybody(query, snapshot)),
    ...addresses.usual,
    networkFiles: networks.networkFiles,
    own,
  };
  const of = (kind: ActorKind, field: string, tallies: readonly Tally[]): readonly Candidate[] =>
    tallies.map(({ name }) => ({
      actor: { kind, name, query: { term: { [field]: name } } },
      pairs: null,
    }));
  const ofStrangers = (
    kind: ActorKind,
    field: string,
    tallies: readonly Tally[],
  ): readonly Candidate[] =>
    tallies.map(({ name }) => {
      const query = {
        bool: { filter: [{ term: { [field]: name } }], must_not: [signedByOwn(own), isBot] },
      };
      return { actor: { kind, name, query }, pairs: null };
    });
  const candidates = [
    ...of('agent', 'agent_name', named),
    ...of('ip', 'remote_ip', addresses.leaders),
    ...ofStrangers('network', 'network', networks.leaders),
    ...of('requester', 'requester', requesters),
    ...groups.map(({ agentAddressPairs: pairs, kind, name, query }) => ({
      actor: {
        kind,
        name,
        query: { bool: { filter: [query], must_not: [signedByOwn(own), isBot] } },
      },
      pairs,
    })),
    ...of('referrer-domain', 'referrer_domain', referrers),
    ...ofStrangers('agent', 'user_agent', agents),
    ...ofStrangers('as', 'as_org', operators),
  ];
  return { everybody, candidates };
}

/** It stands before what would else speak against them. */
const excused = ({ verdict, text }: Excuse): FoundSignal => ({
  signal: verdict,
  family: 'identity',
  weight: 0,
  value: 0,
  usual: null,
  text,
});

/** Who is not accused and yet worth a line: friends and their like, and those who take the most. */
function others(rest: readonly Judged[], chosen: readonly Scored[]): readonly Judged[] {
  const taken = new Set(
    chosen.flatMap(({ subject }) => subject.members.map(({ address }) => address)),
  );
  const shown: Judged[] = [];
  let heavy = 0;
  for (const each of rest.toSorted(
    (a, b) => b.score - a.score || b.subject.bytes - a.subject.bytes,
  )) {
    const isNarrow =
      each.subject.actor.kind === 'ip' ||
      each.subject.actor.kind === 'requester' ||
      each.verdict === 'declared-bot';
    if (!isNarrow || partWithin(each, taken) >= 0.5) continue;
    if (each.verdict === 'heavy-but-normal') heavy += 1;
    if (each.verdict === 'heavy-but-normal' && heavy > HEAVY_SHOWN) continue;
    shown.push(each);
    for (const { address } of each.subject.members) taken.add(address);
  }
  return shown;
}
