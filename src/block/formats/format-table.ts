/** Every format of a plan, once: command line, service and docs are drawn from here. */
import { jsonLine } from '../../core/printable.ts';
import { unknownName } from '../../questions/ask/unknown-name.ts';
import { planText } from '../plan/plan-text.ts';
import { AWS_WAF } from './aws-waf.ts';
import { CLOUDFRONT_FUNCTION } from './cloudfront-function.ts';
import { CROWDSEC, CROWDSEC_CSV } from './crowdsec.ts';
import { type BlockFormat, liveCidrs } from './format.ts';
import { NFTABLES } from './nftables.ts';
import { NGINX } from './nginx.ts';
import { S3_POLICY } from './s3-policy.ts';

/** The plan itself, for git. */
export const PLAN_TEXT: BlockFormat = {
  name: 'plan',
  about: 'the plan itself, for people and for git: all others are rendered from it',
  render: planText,
  apply: [
    'git add FILE && git commit -m "block plan"',
    'tamarin block render FILE --format FORMAT',
  ],
  undo: ['git rm FILE'],
  caveat: 'It blocks nobody.',
};

export const PLAN_JSON: BlockFormat = {
  name: 'json',
  about: 'the plan as JSON, for programs',
  render: jsonLine,
  apply: ["jq '.entries[] | {subject, cidrs, expires}' FILE", "jq -r '.entries[].cidrs[]' FILE"],
  undo: ['rm FILE'],
  caveat: 'It blocks nobody.',
};

const CIDR: BlockFormat = {
  name: 'cidr',
  about: 'anything else: the networks that still block, one a line',
  render: (plan, options) =>
    liveCidrs(plan, options)
      .map((cidr) => `${cidr}\n`)
      .join(''),
  apply: ['wc -l FILE', 'xargs -n1 ip route add blackhole < FILE # such as this'],
  undo: ['xargs -n1 ip route del blackhole < FILE'],
  caveat: 'It has no reasons and no ends: render it again when blocks end.',
};

export const FORMAT_TABLE: readonly BlockFormat[] = [
  PLAN_TEXT,
  PLAN_JSON,
  S3_POLICY,
  AWS_WAF,
  CLOUDFRONT_FUNCTION,
  NGINX,
  NFTABLES,
  CROWDSEC,
  CROWDSEC_CSV,
  CIDR,
];

/** @throws TamarinError `usage` */
export function formatOf(name: string): BlockFormat {
  const format = FORMAT_TABLE.find((each) => each.name === name);
  if (format === undefined) throw unknownName('format', name, FORMAT_TABLE);
  return format;
}
