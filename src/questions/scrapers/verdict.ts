/** What an actor is called, once it is known how it behaves. */
import { BlockList, isIP } from 'node:net';
import { formatCount, plural } from '../../core/format.ts';
import type { Friends } from '../ask/friends.ts';
import { accuses, type Verdict } from '../evidence/actor.ts';
import { spanHours } from '../evidence/hours.ts';
import { accountOf, type Own } from '../evidence/own.ts';
import { classPart, type Subject } from '../evidence/subject.ts';
import { declaredName } from '../signals/identity.ts';
import { type Scored, SURE, weightOf } from './score.ts';

/** Nearly all of its requests, or addresses. */
const NEARLY_ALL = 0.9;
/** Below that, what is found is no more than that it takes much. */
const SUSPECT = 30;
const SPREAD_ADDRESSES = 3;

interface Known {
  readonly friends: Friends;
  readonly own: Own;
}

export interface Judged extends Scored {
  readonly verdict: Verdict;
}

/** Whom something excuses has no score: what would speak against them is told all the same. */
export function judge(scored: Scored, known: Known): Judged {
  const excuse = excuseOf(scored.subject, known);
  if (excuse === null) {
    const verdict = verdictOf(scored);
    // Who takes much as people do is not accused, whatever else is odd about them.
    return {
      ...scored,
      verdict,
      score: accuses(verdict) ? scored.score : Math.min(scored.score, SURE - 1),
    };
  }
  const { verdict, text } = excuse;
  const said = { signal: verdict, family: 'identity', weight: 0, value: 0, usual: null, text } as const; // biome-ignore format: one row
  return { ...scored, score: 0, found: [said, ...scored.found], verdict };
}

/** Why somebody is not accused, whatever they do; null: nothing speaks for them. */
interface Excuse {
  readonly verdict: 'friend' | 'cdn' | 'monitor';
  readonly text: string;
}

function excuseOf(subject: Subject, known: Known): Excuse | null {
  const friendly = friendText(subject, known);
  if (friendly !== null) return { verdict: 'friend', text: friendly };
  if (classPart(subject, 'cdn') >= NEARLY_ALL)
    return {
      verdict: 'cdn',
      text: `${subject.topNames[0]?.name ?? 'a CDN'} fetches for others: the real clients are behind it; a name is no proof`,
    };
  if (isMonitor(subject))
    return {
      verdict: 'monitor',
      text: `asks for ${plural(subject.files, 'file')} at a steady pace, ${formatCount(subject.requests)} times`,
    };
  return null;
}

function verdictOf(scored: Scored): Verdict {
  const { subject, score } = scored;
  if (declaredName(subject) !== null) return 'declared-bot';
  if (score < SUSPECT) return 'heavy-but-normal';
  if (subject.actor.kind === 'referrer-domain')
    return score < SURE ? 'heavy-but-normal' : 'hotlink';
  const hogs = weightOf(scored, 'repetition');
  const weights = {
    prober: weightOf(scored, 'errors'),
    'bandwidth-hog': weightOf(scored, 'repetition', 'volume'),
    scraper: weightOf(scored, 'breadth', 'order', 'spread'),
  };
  if (weights.prober > weights.scraper) return 'prober';
  if (hogs > 0 && weights['bandwidth-hog'] > weights.scraper) return 'bandwidth-hog';
  if (weights.scraper === 0) return 'heavy-but-normal';
  return subject.addresses >= SPREAD_ADDRESSES ? 'distributed-scraper' : 'scraper';
}

/** Signed by the owner, from an own address, or called what the owner named. */
function friendText(subject: Subject, { friends, own }: Known): string | null {
  const { topRequesters, topNames, topAgents, members, requests } = subject;
  const [most] = topRequesters;
  if (most !== undefined && most.requests >= NEARLY_ALL * requests) {
    const account = accountOf(most.name);
    if (own.ids.has(most.name)) return 'signed by the owner of the bucket';
    if (account !== null && own.accounts.has(account))
      return `signed by your own AWS account ${account}`;
  }
  const named = [...topNames, ...topAgents].find(
    ({ name, requests: some }) => friends.agents.includes(name) && some >= NEARLY_ALL * requests,
  );
  if (named !== undefined)
    return `${named.name} is a friend by configuration; its name is no proof`;
  const addresses = members.map(({ address }) => address);
  return isWithin(addresses, friends.networks) ? 'a friend’s address by configuration' : null;
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
function isMonitor({ files, requests, bytes, hours, addresses, lists, missed }: Subject): boolean {
  if (lists + missed > requests / 2) return false;
  if (
    files > MONITOR_FILES ||
    requests < MONITOR_REQUESTS ||
    bytes > requests * MONITOR_BYTES_A_REQUEST
  )
    return false;
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
