/**
 * One row an actor. The same requests show up by address, by network, by agent and in groups: of those
 * that overlap the one is kept that names the actor best, and its parts are none of their own.
 */
import type { ActorKind } from './actor.ts';
import type { Scored } from './score.ts';

/** So much of a wide actor made by one address, and the address is the actor. */
const ONE_ADDRESS = 0.8;
/** So much of it lies within another, and it is a part of that. */
const WITHIN = 0.5;
/** What twice as many requests are worth, in points of the score. */
const POINTS_A_DOUBLING = 4;

/** A name of one actor whatever its addresses are. */
const NAMED_KINDS: ReadonlySet<string> = new Set(['requester', 'referrer-domain']);

export function chooseRows(suspects: readonly Scored[]): readonly Scored[] {
  const isAlone = (scored: Scored): boolean => scored.subject.members.length <= 1;
  const singles = suspects.filter(isAlone);
  const wide = suspects.filter((scored) => !isAlone(scored) && !isOfOneAddress(scored));
  const chosen: Scored[] = [];
  const taken = new Set<string>();
  for (const scored of [...wide, ...singles].toSorted(byPreference)) {
    if (partWithin(scored, taken) >= WITHIN) continue;
    chosen.push(scored);
    for (const { address } of scored.subject.members) taken.add(address);
  }
  return chosen;
}

/** A signature names its owner, a page its site; else the address that makes nearly all says more. */
export function isOfOneAddress({ subject }: Scored): boolean {
  const [most] = subject.members;
  if (most === undefined || NAMED_KINDS.has(subject.actor.kind)) return false;
  return most.requests >= ONE_ADDRESS * subject.requests;
}

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

const preference = ({ score, subject }: Scored): number =>
  score + POINTS_A_DOUBLING * Math.log2(Math.max(1, subject.requests)) + NAMES[subject.actor.kind];

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
