/** Whom no plan blocks, whatever a rule finds: as networks, each with its reason. */
import { TamarinError } from '../../core/error.ts';
import type { AwsRange } from '../../enrich/aws-ranges.ts';
import { PRIVATE } from '../../enrich/origin-of.ts';
import { readCidr } from '../address/cidr.ts';
import type { Span } from '../address/span.ts';

export interface NeverBlock {
  readonly span: Span;
  /** Completes "left out: …". */
  readonly because: string;
}

export interface KnownAddresses {
  /** The owner's and those of friends, as the configuration has them. */
  readonly friends: readonly string[];
  /** Empty without a file. */
  readonly aws: readonly AwsRange[];
  /** Addresses that ask for the plan. */
  readonly callers: readonly string[];
}

/** @throws TamarinError `usage` for a caller that is no address */
export const neverBlock = ({ friends, aws, callers }: KnownAddresses): readonly NeverBlock[] => [
  ...callers.map((text) => never(text, 'your own address, from which you ask')),
  ...friends.map((text) => never(text, 'yours or a friend’s, by configuration')),
  ...aws.filter(({ isCdn }) => isCdn).map(({ network }) => never(network, CDN)),
  ...aws.filter(({ isS3 }) => isS3).map(({ network }) => never(network, 'an address of S3 itself')), // biome-ignore format: one rule
  ...PRIVATE.map((text) => never(text, 'a private address: your own network, or a VPC endpoint')),
];

export const CDN = 'an address of CloudFront: the real clients are behind it';

function never(text: string, because: string): NeverBlock {
  const read = readCidr(text);
  if ('span' in read) return { span: read.span, because };
  // Where nobody is blocked by it, an address with a prefix length may name its network.
  if (read.around !== undefined) return { span: read.around, because };
  throw new TamarinError('usage', `"${text}" ${read.wrong}.`, {
    hint: 'An address such as 192.0.2.7, or a network such as 192.0.2.0/24.',
  });
}
