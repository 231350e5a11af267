/** What `scrapers` says of one actor, whether it stands out or not: only that one is looked at closely. */
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor } from '../evidence/actor.ts';
import { type Dossier, readDossier } from '../evidence/dossier.ts';
import { type Everybody, readEverybody } from '../evidence/everybody.ts';
import { readEvidence } from '../evidence/evidence.ts';
import { readUsualAddress, tallyNetworks } from '../evidence/first-pass.ts';
import { type Own, readOwn } from '../evidence/own.ts';
import { subjectOf } from '../evidence/subject.ts';
import { strangersAmong } from './candidates.ts';
import { scoreOf } from './score.ts';
import { type Judged, judge } from './verdict.ts';

interface Asked {
  readonly scope: Query;
  readonly friends: Friends;
  readonly actor: Actor;
  /** Its name is that of many: friends and declared bots among them are others. */
  readonly isOfStrangers: boolean;
}

/** Each is held, in about 150 bytes. A name of more is that of a crowd, not of an actor. */
export const ADDRESSES_MAX = 200_000;

/**
 * null: none of its requests has an address, as of services of AWS, or it is a crowd.
 * @throws TamarinError
 */
export async function judgeOne(
  { scope, friends, actor, isOfStrangers }: Asked,
  snapshot: Snapshot,
): Promise<Judged | null> {
  const clients = { bool: { filter: [scope, { exists: { field: 'remote_ip' } }] } };
  // Pages, whose domains would be told by all referrers, are no clients.
  const own = await readOwn(friends, [], snapshot);
  const strange = { ...actor, query: strangersAmong(actor.query, own) };
  const dossier =
    (isOfStrangers ? await readKnown(strange, clients, snapshot) : null) ??
    (await readKnown(actor, clients, snapshot));
  if (dossier === null || dossier.addresses > ADDRESSES_MAX) return null;
  const everybody = await readPopulation({ scope, clients, own, dossier }, snapshot);
  const evidence = await readEvidence(dossier, clients, snapshot);
  return judge(scoreOf(subjectOf(evidence, everybody), everybody), { friends, own });
}

/** null: there are no such requests. */
async function readKnown(
  actor: Actor,
  clients: Query,
  snapshot: Snapshot,
): Promise<Dossier | null> {
  const dossier = await readDossier(actor, clients, snapshot);
  return dossier.requests === 0 ? null : dossier;
}

interface Population {
  readonly scope: Query;
  readonly clients: Query;
  readonly own: Own;
  readonly dossier: Dossier;
}

async function readPopulation(
  { scope, clients, own, dossier }: Population,
  snapshot: Snapshot,
): Promise<Everybody> {
  const usual = await readUsualAddress(clients, snapshot);
  const classes = dossier.topClasses.slice(0, 1).map(({ name }) => name);
  // What is usual for a network is asked of networks alone, and costs as much as all addresses.
  const networkFiles =
    dossier.actor.kind === 'network'
      ? (await tallyNetworks(strangersAmong(clients, own), snapshot)).networkFiles
      : usual.files;
  const others = await readEverybody({ scope, clients, classes }, snapshot);
  return { ...others, ...usual, networkFiles, own };
}
