/** IP sets of AWS WAF, of IPv4 and IPv6 apart, each as `create-ip-set` and `update-ip-set` take them. */
import type { BlockPlan } from '../plan/block-plan.ts';
import { type BlockFormat, isIpv6, liveCidrs, type RenderOptions } from './format.ts';

const ADDRESSES_MAX = 10_000;

export const AWS_WAF: BlockFormat = {
  name: 'aws-waf',
  about: 'CloudFront, or a load balancer, in front of the bucket: IP sets of AWS WAF',
  render: renderSets,
  apply: [
    "jq '.ipSets[0]' FILE > set.json && aws wafv2 create-ip-set --region us-east-1 --cli-input-json file://set.json",
    'aws wafv2 update-web-acl --region us-east-1 --cli-input-json file://web-acl.json # once: a rule with an IPSetReferenceStatement and the action Block; later plans only need update-ip-set',
  ],
  undo: [
    'aws wafv2 update-ip-set --region us-east-1 --scope CLOUDFRONT --name tamarin-block-ipv4-1 --id ID --lock-token TOKEN --addresses # an empty set blocks nobody',
  ],
  caveat:
    'WAF stands in front of CloudFront, not of S3: it helps only where the bucket is closed to everybody but CloudFront. A set has one family of addresses and 10,000 networks; more become further sets. A set has no clock: render and update it again when blocks end.',
};

const FAMILIES = [
  { version: 'IPV4', isOf: (cidr: string) => !isIpv6(cidr) },
  { version: 'IPV6', isOf: isIpv6 },
] as const;

/** Each family has a set, even an empty one: so that the rule which names it stands. */
function renderSets(plan: BlockPlan, options: RenderOptions): string {
  const cidrs = liveCidrs(plan, options);
  const ipSets = FAMILIES.flatMap(({ version, isOf }) => {
    const own = cidrs.filter(isOf);
    const count = Math.max(1, Math.ceil(own.length / ADDRESSES_MAX));
    return Array.from({ length: count }, (_, at) => ({
      Name: `tamarin-block-${version.toLowerCase()}-${at + 1}`,
      Scope: 'CLOUDFRONT',
      Description: `tamarin block plan of ${plan.created}`,
      IPAddressVersion: version,
      Addresses: own.slice(at * ADDRESSES_MAX, (at + 1) * ADDRESSES_MAX),
    }));
  });
  return `${JSON.stringify({ ipSets }, null, 1)}\n`;
}
