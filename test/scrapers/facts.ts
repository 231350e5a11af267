/**
 * Lines -> what the judge and the recount look at. The product's parser reads a line, since its own
 * tests hold it to be right; whatever is derived is derived here in the plainest way, but for names
 * of agents and referrers' domains, which are the product's vocabulary.
 */
import { makeAgentReader } from '../../src/enrich/read-agent.ts';
import { referrerDomainOf } from '../../src/enrich/referrer-domain-of.ts';
import { parseLine } from '../../src/parse/parse-line.ts';

export interface Fact {
  /** null: S3 itself, or a service of AWS. */
  readonly ip: string | null;
  readonly network: string | null;
  readonly agent: string | null;
  readonly userAgent: string | null;
  readonly requester: string | null;
  readonly role: string | null;
  readonly referrerDomain: string | null;
  readonly key: string | null;
  readonly bytes: number;
  /** ISO, in seconds. */
  readonly time: string;
}

const NO_LIMIT = { timeSecondsMax: Number.MAX_SAFE_INTEGER };

/** @throws if a line is a reject: the generator makes none. */
export function readFacts(lines: readonly string[]): readonly Fact[] {
  const readAgent = makeAgentReader();
  return lines.map((line) => {
    const outcome = parseLine(line, NO_LIMIT);
    if (outcome.kind === 'reject') throw new Error(`${outcome.reason}: ${line}`);
    const { remoteIp, userAgent, requester, referrer, key, bytesSent, time } = outcome.record;
    return {
      ip: remoteIp,
      network: remoteIp === null ? null : networkOf(remoteIp),
      agent: userAgent === null ? null : readAgent(userAgent).name,
      userAgent,
      requester,
      role: requester?.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1') ?? null,
      referrerDomain: referrer === null ? null : referrerDomainOf(referrer),
      key,
      bytes: bytesSent ?? 0,
      time,
    };
  });
}

/** A /24, or the /48 of an address whose first three groups are above zero, as all here are. */
const networkOf = (ip: string): string =>
  ip.includes(':')
    ? `${ip.split(':').slice(0, 3).join(':')}::/48`
    : `${ip.split('.').slice(0, 3).join('.')}.0/24`;
