/**
 * One row an actor. The same requests show up by address, by network, by agent and in groups: of those
 * that overlap the one is kept that names the actor best, and its parts are none of their own.
 */
import { type Actor, type ActorKind, chunksOfAddresses } from '../evidence/actor.ts';
import { declaredName } from '../signals/identity.ts';
import { type Scored, SURE } from './score.ts';

/** Looks at an actor without some of its addresses; null: what is left is not suspicious. */
export type LookAgain = (actor: Actor) => Promise<Scored | null>;

/** So much of a wide actor made by one address, and the address is the actor. */
const ONE_ADDRESS = 0.8;
/** So much of it lies within another, and it is a part of that. */
export const WITHIN = 0.5;
/** So little of it lies within another that it makes no difference. */
const BESIDE = 0.05;
/** What twice as many requests are worth, in points of the score. */
const POINTS_A_DOUBLING = 4;
/** As many suspects within another that they are its parts, if they make half of it. */
const PARTS = 3;
const STANDING_OUT = 20;

/** Which name says most of the same requests, in points of the score. */
const NAMES: Readonly<Record<ActorKind, number>> = {
  requester: 3,
  ip: 2.5,
  network: 2,
  as: 1.5,
  agent: 1,
  group: 0,
  'referrer-domain': 0,
};

/** More than any of them. */
const DECLARED_NAME = 4;

/** A name of one actor whatever its addresses are. */
const NAMED_KINDS: ReadonlySet<ActorKind> = new Set(['requester', 'referrer-domain']);

export async function chooseRows(
  suspects: readonly Scored[],
  lookAgain: LookAgain,
): Promise<readonly Scored[]> {
  const chosen: Scored[] = [];
  const taken = new Set<string>();
  const addresses = new Set(suspects.flatMap(({ subject: { actor } }) => (actor.kind === 'ip' ? [actor.name] : []))); // biome-ignore format: one set
  const candidates = suspects.filter((each) => !isOfOneAddress(each, addresses));
  for (const suspect of candidates.toSorted(byPreference)) {
    const row = await apart(suspect, taken, { suspects, lookAgain }); // each depends on those before it
    if (row === null) continue;
    chosen.push(row);
    for (const { address } of row.subject.members) taken.add(address);
  }
  return chosen;
}

interface Beside {
  readonly suspects: readonly Scored[];
  readonly lookAgain: LookAgain;
}

/** null: it is a part of others, or suspicious only for what is in it. */
async function apart(
  suspect: Scored,
  taken: ReadonlySet<string>,
  { suspects, lookAgain }: Beside,
): Promise<Scored | null> {
  const within = partWithin(suspect, taken);
  if (within >= WITHIN) return null;
  const { actor, members } = suspect.subject;
  if (NAMED_KINDS.has(actor.kind)) return suspect;
  if (within > BESIDE) return lookAgain(without(actor, onlyOf(members, taken)));
  const parts = suspects.filter((other) => isPartOf(other, suspect) && standsOut(other, suspect));
  const inParts = new Set(
    parts.flatMap(({ subject }) => subject.members.map(({ address }) => address)),
  );
  const part = partWithin(suspect, inParts);
  if (part <= BESIDE || part >= ONE_ADDRESS || (parts.length >= PARTS && part >= WITHIN))
    return suspect;
  const rest = await lookAgain(without(actor, onlyOf(members, inParts)));
  // Under the name of a bot others may hide: they have rows of their own, beside it.
  if (rest !== null && declaredName(suspect.subject) !== null) return rest;
  return rest === null ? null : suspect;
}

type Members = Scored['subject']['members'];

const onlyOf = (members: Members, addresses: ReadonlySet<string>): readonly string[] =>
  members.flatMap(({ address }) => (addresses.has(address) ? [address] : []));

const without = (actor: Actor, addresses: readonly string[]): Actor => ({
  ...actor,
  query: { bool: { filter: [actor.query], must_not: chunksOfAddresses(addresses) } },
});

/** Smaller, and nearly all of it lies within the other. */
function isPartOf(small: Scored, large: Scored): boolean {
  const [its, others] = [small.subject.members, large.subject.members];
  if (its.length >= others.length || NAMED_KINDS.has(small.subject.actor.kind)) return false;
  return partWithin(small, new Set(others.map(({ address }) => address))) >= ONE_ADDRESS;
}

/** Every address of a bot is declared as it is: one that does more than the bot is somebody else. */
const standsOut = (part: Scored, { subject, score }: Scored): boolean =>
  declaredName(subject) === null ||
  part.score > Math.max(score - STANDING_OUT, SURE + STANDING_OUT);

/** A signature names its owner, a page its site; else the address that makes nearly all says more, if it has a row. */
function isOfOneAddress({ subject }: Scored, addresses: ReadonlySet<string>): boolean {
  const [most] = subject.members;
  const { kind } = subject.actor;
  if (most === undefined || kind === 'ip' || NAMED_KINDS.has(kind)) return false;
  if (isDeclaredBot(subject)) return false;
  return addresses.has(most.address) && most.requests >= ONE_ADDRESS * subject.requests;
}

/** What a bot calls itself says more than where it comes from. */
const isDeclaredBot = (subject: Scored['subject']): boolean =>
  subject.actor.kind === 'agent' && declaredName(subject) !== null;

const preference = ({ score, subject }: Scored): number =>
  score +
  POINTS_A_DOUBLING * Math.log2(Math.max(1, subject.requests)) +
  (isDeclaredBot(subject) ? DECLARED_NAME : NAMES[subject.actor.kind]);

const byPreference = (a: Scored, b: Scored): number =>
  preference(b) - preference(a) || (a.subject.actor.name < b.subject.actor.name ? -1 : 1);

/** Part of the requests made by addresses that belong to another actor, 0 to 1. */
export function partWithin({ subject }: Scored, taken: ReadonlySet<string>): number {
  const within = subject.members.reduce(
    (sum, { address, requests }) => sum + (taken.has(address) ? requests : 0),
    0,
  );
  const all = subject.members.reduce((sum, { requests }) => sum + requests, 0);
  return all === 0 ? 0 : within / all;
}
