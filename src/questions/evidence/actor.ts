/** Who is judged: some records that one hand may be behind, and what is said of them in the end. */
import type { Query } from '../ask/scope.ts';

/** What an actor is known by. A group: addresses that share a fingerprint, but no network. */
export const ACTOR_KINDS = [
  'ip',
  'network',
  'as',
  'agent',
  'requester',
  'referrer-domain',
  'group',
] as const;

export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  readonly name: string;
  /** Finds its records within the scope. */
  readonly query: Query;
}

/** Below the 65,536 terms of a clause. */
const TERMS_MAX = 50_000;

/** Each finds requests of some of the addresses. */
export const chunksOfAddresses = (addresses: readonly string[]): readonly Query[] =>
  Array.from({ length: Math.ceil(addresses.length / TERMS_MAX) }, (_, at) => ({
    terms: { remote_ip: addresses.slice(at * TERMS_MAX, (at + 1) * TERMS_MAX) },
  }));

/** Each verdict once. */
// biome-ignore format: a table, one row a verdict
export const VERDICT_TABLE = [
  { verdict: 'declared-bot', accuses: true, meaning: 'a program that names itself as a bot' },
  { verdict: 'scraper', accuses: true, meaning: 'goes through the files as no person does' },
  { verdict: 'distributed-scraper', accuses: true, meaning: 'a scraper behind many addresses, each of which looks harmless' },
  { verdict: 'prober', accuses: true, meaning: 'guesses names, lists buckets, or asks without fetching' },
  { verdict: 'hotlink', accuses: true, meaning: 'a foreign site that shows your files as its own' },
  { verdict: 'bandwidth-hog', accuses: true, meaning: 'fetches the same files in full again and again' },
  { verdict: 'heavy-but-normal', accuses: false, meaning: 'takes much, in the way that people do' },
  { verdict: 'friend', accuses: false, meaning: 'your own, by configuration or by its signature' },
  { verdict: 'cdn', accuses: false, meaning: 'a content delivery network: the real clients are behind it' },
  { verdict: 'monitor', accuses: false, meaning: 'asks for the same few files at a steady pace, to see that they are there' },
] as const satisfies readonly { verdict: string; accuses: boolean; meaning: string }[];

export type Verdict = (typeof VERDICT_TABLE)[number]['verdict'];

const ACCUSING: ReadonlySet<Verdict> = new Set(
  VERDICT_TABLE.filter(({ accuses }) => accuses).map(({ verdict }) => verdict),
);

export const accuses = (verdict: Verdict): boolean => ACCUSING.has(verdict);
