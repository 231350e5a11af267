/**
 * Where a request comes from: what S3 says (the Region of the caller, the requester, the endpoint) and
 * what is known of the address. core/origin.ts has the order in which it counts.
 */

import { bucketRegionOf } from '../core/bucket-region-of.ts';
import type { Origin } from '../core/origin.ts';
import type { AccessRecord } from '../core/record.ts';
import type { AwsRange } from './aws-ranges.ts';
import { makeNetworkTable, type NetworkFact } from './network-table.ts';
import { RecentCache } from './recent-cache.ts';

export interface OriginRanges {
  /** Of AWS; empty without a file. */
  readonly aws: readonly AwsRange[];
  /** The operator's, in CIDR form. */
  readonly own: readonly string[];
}

export const NO_RANGES: OriginRanges = { aws: [], own: [] };

export const hasRanges = ({ aws, own }: OriginRanges): boolean => aws.length > 0 || own.length > 0;

/** What is known of an address alone; of two, the stronger counts: the first here. */
const STRENGTH = ['internal', 'cdn', 'vpc', 'aws', 'internet'] as const;

export interface AddressFact {
  readonly kind: (typeof STRENGTH)[number];
  /** Of the innermost network that has one. */
  readonly region: string | null;
}

/** Of an address in no network that is known. */
export const UNKNOWN_FACT: AddressFact = { kind: 'internet', region: null };

/** Private, shared, link-local and loopback: through an endpoint of a VPC S3 sees them as they are. */
// biome-ignore format: a list
export const PRIVATE = [
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8',
  'fc00::/7', 'fe80::/10', '::1/128',
];
/**
 * Most addresses cannot be one: asked first, because it costs a fifth of the memory. Of IPv6 only those
 * that start with `f`, and those that start with zeros, IPv4 in their clothes among them.
 */
const MAYBE_PRIVATE = /^(?:10\.|100\.|127\.|169\.254\.|172\.|192\.168\.|[fF:0])/;
const ADDRESSES_REMEMBERED_MAX = 10_000;
const CLOUDFRONT = /^(?:arn:aws[a-z-]*:iam::cloudfront:user\/|svc:cloudfront\.)/;
/** In the host name of an interface endpoint. */
const VPC_ENDPOINT = '.vpce.amazonaws.com';

/** What else of a record tells its origin. */
export type OriginSigns = Pick<
  AccessRecord,
  'requester' | 'hostHeader' | 'sourceRegion' | 'accessPointArn'
>;

/** What is known of an address. The same network gives the same object. */
export type FactOf = (ip: string) => AddressFact;

export function makeFactReader(ranges: OriginRanges): FactOf {
  const { aws, own } = ranges;
  const facts: readonly NetworkFact<AddressFact>[] = [
    ...own.map((network) => ({ network, fact: { kind: 'internal', region: null } as const })),
    ...PRIVATE.map((network) => ({ network, fact: { kind: 'vpc', region: null } as const })),
    ...aws.map(({ network, region, isCdn }) => ({ network, fact: { kind: isCdn ? 'cdn' : 'aws', region } as const })), // biome-ignore format: one rule
  ];
  const find = makeNetworkTable(facts, (outer, inner) => ({
    kind: stronger(outer.kind, inner.kind),
    region: inner.region ?? outer.region,
  }));
  const remembered = new RecentCache<AddressFact>(ADDRESSES_REMEMBERED_MAX);
  const lookUp = (ip: string): AddressFact => find(ip) ?? UNKNOWN_FACT;
  const isKnown = hasRanges(ranges);
  return (ip) => {
    const isOrdinary = !isKnown && !MAYBE_PRIVATE.test(ip);
    return isOrdinary ? UNKNOWN_FACT : remembered.get(ip, lookUp);
  };
}

const stronger = (a: AddressFact['kind'], b: AddressFact['kind']): AddressFact['kind'] =>
  STRENGTH.indexOf(a) < STRENGTH.indexOf(b) ? a : b;

/** null: there is no address, and nothing else that tells it. */
export function originOf(signs: OriginSigns, address: AddressFact | null): Origin | null {
  const { requester, hostHeader, sourceRegion } = signs;
  const kind = address?.kind ?? null;
  if (kind === 'internal') return kind;
  if (kind === 'cdn' || (requester !== null && CLOUDFRONT.test(requester))) return 'cdn';
  if (kind === 'vpc' || hostHeader?.includes(VPC_ENDPOINT) === true) return 'vpc';
  if (sourceRegion !== null || kind === 'aws') {
    const region = sourceRegion ?? address?.region ?? null;
    const isSame = region !== null && region === bucketRegionOf(hostHeader, signs.accessPointArn);
    return isSame ? 'same-region' : 'aws';
  }
  if (requester !== null && isService(requester)) return 'aws';
  return kind;
}

/** S3 itself, such as a lifecycle rule, and others that act on their own. */
const isService = (requester: string): boolean =>
  requester === 'AmazonS3' || requester.startsWith('svc:');
