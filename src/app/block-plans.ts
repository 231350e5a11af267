/** What a configuration says of whom nobody blocks, and how a plan is asked for with it. */
import type { BlockPlan } from '../block/plan/block-plan.ts';
import { type NeverBlock, neverBlock } from '../block/plan/never-block.ts';
import { type PlanAnswer, planBlocks } from '../block/weigh/plan-blocks.ts';
import type { PlanRequest } from '../block/weigh/read-request.ts';
import type { WorkConfig } from '../config/config.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { type AwsRange, readAwsRanges } from '../enrich/aws-ranges.ts';
import type { AskFor } from '../questions/question.ts';
import { readAddressFiles } from './address-files.ts';
import { friendsOf } from './friends-of.ts';

/** @throws TamarinError `usage` for a caller that is no address, `config_invalid` for a file */
export const neverOf = (config: WorkConfig, callers: readonly string[]): readonly NeverBlock[] =>
  neverBlock({ friends: friendsOf(config).networks, aws: awsRangesOf(config), callers });

/** A plan that cannot know the ranges of CloudFront is not made: it might block them. */
function awsRangesOf(config: WorkConfig): readonly AwsRange[] {
  const { awsRangesFile } = config;
  try {
    const { ranges } = readAddressFiles({ awsRangesFile, countryFile: null, asnFile: null, ownNetworks: null }); // biome-ignore format: one row
    return ranges === null ? [] : readAwsRanges(ranges);
  } catch (cause) {
    throw new TamarinError('config_invalid', `awsRangesFile ${awsRangesFile} cannot be read: ${messageOf(cause)}`, {
      cause,
    }); // biome-ignore format: one error
  }
}

/** @throws TamarinError before anything is asked */
export function askPlan(
  request: PlanRequest,
  config: WorkConfig,
  keep: BlockPlan | null,
): AskFor<PlanAnswer> {
  const never = neverOf(config, request.callers);
  return planBlocks(request, { never, keep: keep?.entries ?? [] });
}
