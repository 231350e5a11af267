/**
 * A statement for a bucket policy. It refuses reading alone, so that whoever is locked out by mistake can
 * still mend the policy. A request through a VPC endpoint has no aws:SourceIp: what is not there matches
 * no IpAddress, so it is let through without an exception.
 */
import { TamarinError } from '../../core/error.ts';
import type { BlockPlan } from '../plan/block-plan.ts';
import { type BlockFormat, liveCidrs, type RenderOptions } from './format.ts';

/** Of a bucket policy, in bytes. */
const POLICY_BYTES_MAX = 20_480;
const READING = ['s3:GetObject*', 's3:ListBucket*'];

export const S3_POLICY: BlockFormat = {
  name: 's3-policy',
  about: 'the bucket itself: a Deny for its bucket policy',
  render: renderPolicy,
  apply: [
    'aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text > before.json || echo \'{"Statement":[]}\' > before.json',
    'jq -s \'{Version:"2012-10-17",Statement:([[.[0].Statement]|flatten[]|select((.Sid//"")|startswith("TamarinBlock")|not)]+.[1].Statement)}\' before.json FILE > policy.json && aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json',
  ],
  undo: [
    'aws s3api put-bucket-policy --bucket BUCKET --policy file://before.json # had there been none: aws s3api delete-bucket-policy --bucket BUCKET',
  ],
  caveat:
    'put-bucket-policy replaces the whole policy: merge it, as the commands do. Behind CloudFront the bucket sees addresses of CloudFront alone: use aws-waf or cloudfront-function. Requests through a VPC endpoint have no aws:SourceIp, and are never refused by it. A policy has no clock: render and apply it again when blocks end. Refused requests are still logged, as 403. In China and GovCloud names begin with arn:aws-cn and arn:aws-us-gov.',
};

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal: '*';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

function renderPolicy(plan: BlockPlan, options: RenderOptions): string {
  const bucket = bucketOf(plan, options);
  const cidrs = liveCidrs(plan, options);
  if (cidrs.length === 0)
    throw new TamarinError('usage', 'There is nothing to block, and a policy without a statement is none.', {
      hint: 'To end earlier blocks, take the statements TamarinBlock out of the policy: docs/blocks.md.',
    }); // biome-ignore format: one error
  const policy = {
    Version: '2012-10-17',
    Statement: statementsOf(bucket, cidrs, plan.ownAccounts),
  };
  const readable = `${JSON.stringify(policy, null, 1)}\n`;
  if (readable.length <= POLICY_BYTES_MAX) return readable;
  const short = `${JSON.stringify(policy)}\n`;
  if (short.length <= POLICY_BYTES_MAX) return short;
  throw new TamarinError('usage', `${cidrs.length} networks make a policy of ${short.length} bytes, over the limit of ${POLICY_BYTES_MAX} of S3.`, {
    hint: 'A bucket has one policy, so it cannot be split. Plan networks instead of addresses (--per network), raise the limit of the rule, or block in front of the bucket: --format aws-waf takes 10,000 networks a set.',
  }); // biome-ignore format: one error
}

function bucketOf({ buckets }: BlockPlan, { bucket }: RenderOptions): string {
  if (bucket !== null) return bucket;
  const [only, ...others] = buckets;
  if (only !== undefined && others.length === 0) return only;
  throw new TamarinError('usage', `A bucket policy is of one bucket, and the plan is of ${buckets.length === 0 ? 'none' : buckets.join(', ')}.`, {
    hint: 'Say which: --for-bucket NAME',
  }); // biome-ignore format: one error
}

/**
 * A request that a service of AWS makes for somebody (ViaAWSService) comes from an address of that
 * service. The owner's accounts are excepted by their principals, but for links that they have signed for
 * others: those are told by their authentication in the query string.
 */
function statementsOf(
  bucket: string,
  cidrs: readonly string[],
  ownAccounts: readonly string[],
): readonly Statement[] {
  const statement = (Sid: string, conditions: Statement['Condition']): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: READING,
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: {
      IpAddress: { 'aws:SourceIp': cidrs },
      BoolIfExists: { 'aws:ViaAWSService': 'false' },
      ...conditions,
    },
  });
  if (ownAccounts.length === 0) return [statement('TamarinBlock', {})];
  const own = ownAccounts.flatMap((account) => ['iam', 'sts'].map((service) => `arn:aws:${service}::${account}:*`)); // biome-ignore format: one row
  return [
    statement('TamarinBlock', { ArnNotLikeIfExists: { 'aws:PrincipalArn': own } }),
    statement('TamarinBlockLinks', { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } }),
  ];
}
