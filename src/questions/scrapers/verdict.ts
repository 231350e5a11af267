/** What an actor is called, once it is known how it behaves. */
import { BlockList, isIP } from 'node:net';
import type { Verdict } from './actor.ts';
import { spanHours } from './hours.ts';
import type { Friends, Own } from './own.ts';
import { SURE, type Scored, weightOf } from './score.ts';
import { declaredName } from './signals/identity.ts';
import { classPart, type Subject } from './subject.ts';

/** Nearly all of its requests, or addresses. */
const NEARLY_ALL = 0.9;
/** Below that, what is found is no more than that it takes much. */
const SUSPECT = 30;
const SPREAD_ADDRESSES = 3;

export interface Known {
  readonly friends: Friends;
  readonly own: Own;
}

export function verdictOf(scored: Scored, known: Known): Verdict {
  const { subject, score } = scored;
  if (isFriend(subject, known)) return 'friend';
  if (classPart(subject, 'cdn') >= NEARLY_ALL) return 'cdn';
  if (isMonitor(subject)) return 'monitor';
  if (declaredName(subject) !== null) return 'declared-bot';
  if (score < SUSPECT) return 'heavy-but-normal';
  if (subject.actor.kind === 'referrer-domain') return score < SURE ? 'heavy-but-normal' : 'hotlink';
  const weights = {
    prober: weightOf(scored, 'errors'),
    'bandwidth-hog': weightOf(scored, 'repetition', 'volume'),
    scraper: weightOf(scored, 'breadth', 'order', 'spread'),
  };
  if (weights.prober > weights.scraper) return 'prober';
  if (weights['bandwidth-hog'] > weights.scraper) return 'bandwidth-hog';
  return subject.addresses >= SPREAD_ADDRESSES ? 'distributed-scraper' : 'scraper';
}

const ACCOUNT = /^arn:aws[\w-]*:(?:iam|sts)::(\d{12}):/;

/** Signed by the owner, from an own address, or called what the owner named. */
function isFriend({ topRequesters, topNames, topAgents, members, requests }: Subject, { friends, own }: Known): boolean {
  const [most] = topRequesters;
  if (most !== undefined && most.requests >= NEARLY_ALL * requests) {
    const account = ACCOUNT.exec(most.name)?.[1];
    if (own.ids.has(most.name) || (account !== undefined && own.accounts.has(account))) return true;
  }
  const isNamed = [...topNames, ...topAgents].some(
    ({ name, requests: some }) => friends.agents.includes(name) && some >= NEARLY_ALL * requests,
  );
  return isNamed || isWithin(members.map(({ address }) => address), friends.networks);
}

/** All of them lie in these networks. */
function isWithin(addresses: readonly string[], networks: readonly string[]): boolean {
  if (networks.length === 0 || addresses.length === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return addresses.every((address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
}

const [MONITOR_FILES, MONITOR_REQUESTS, MONITOR_HOURS] = [3, 50, 6];
/** A check takes no more than a small file. */
const MONITOR_BYTES_A_REQUEST = 1_000_000;

/** The same few files, about as often in each hour. */
function isMonitor({ files, requests, bytes, hours, addresses }: Subject): boolean {
  if (files > MONITOR_FILES || requests < MONITOR_REQUESTS || bytes > requests * MONITOR_BYTES_A_REQUEST) return false;
  const span = spanHours(hours);
  const inner = hours.requests.slice(1, -1);
  const mean = requests / span;
  return (
    addresses <= SPREAD_ADDRESSES * 4 &&
    span >= MONITOR_HOURS &&
    inner.length >= NEARLY_ALL * (span - 2) &&
    inner.every((count) => count <= 2 * mean + 2)
  );
}
