/** The command `block` and its parts: their options. What they do is in block-command.ts. */
import { type Command, Option } from 'commander';
import { FORMAT_NAMES } from '../block/formats/format-names.ts';
import { BLOCK_PARAMETER_TABLE } from '../block/weigh/parameter-table.ts';
import { shellWord } from '../core/shell-word.ts';
import { addFilters, addRange, optionOf, parametersOf } from './add-question.ts';
import type { PlanFlags, RenderFlags } from './block-command.ts';
import type { CommonFlags, Io } from './io.ts';
import { addCommon, addJson } from './shared-options.ts';

interface To {
  readonly io: Io;
  readonly finish: (code: number) => void;
}

export function addBlock(program: Command, to: To): void {
  const block = program
    .command('block')
    .description(
      'plan whom to block: what it saves, whom else it hits, when it ends; blocks nobody',
    );
  addPlan(block, to);
  addDiff(block, to);
  addRender(block, to);
}

const formatOption = (): Option =>
  new Option('--format <format>', 'how the plan is written').choices(FORMAT_NAMES).default('plan');

const bucketOption = (command: Command): Command =>
  command.option('--for-bucket <name>', 'with s3-policy: the bucket, where the plan is of several');

function addPlan(block: Command, { io, finish }: To): void {
  const command = block
    .command('plan')
    .description('a plan as a dry run: suspects, whoever takes too much, or a list');
  for (const parameter of BLOCK_PARAMETER_TABLE) command.addOption(optionOf(parameter));
  command
    .option('--list <file>', 'addresses and networks, one a line, a reason behind #; - is stdin')
    .option('--keep <plan>', 'keep the entries of this earlier plan until they are over')
    .addOption(formatOption());
  bucketOption(command);
  addRange(command);
  addCommon(addJson(command)).option(
    '--timeout <duration>',
    'give up on a search that takes longer (s, m, h)',
  );
  addFilters(command);
  command.action(async () => {
    const { blockPlanCommand } = await import('./block-command.ts');
    const own = BLOCK_PARAMETER_TABLE.map(({ name }) => name);
    const flags = { ...command.opts<PlanFlags>(), typed: `block plan${typedOptions(command)}` };
    finish(await blockPlanCommand(parametersOf(command, own), flags, io));
  });
}

/** ` --samples --over 5%`: as words of a shell. */
const typedOptions = (command: Command): string =>
  command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap((option) => {
      const value: unknown = command.getOptionValue(option.attributeName());
      if (value === true) return [` ${option.long}`];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.map((each) => ` ${option.long} ${shellWord(String(each))}`);
    })
    .join('');

function addDiff(block: Command, { io, finish }: To): void {
  const command = block
    .command('diff')
    .description('what a new plan blocks that an old one did not, and what ends')
    .argument('<old>', 'file of a plan')
    .argument('[new]', 'file of a newer plan, - is stdin (default: the old one as it is now)');
  addJson(command).action(async (before: string, after: string | undefined, flags: CommonFlags) => {
    const { blockDiffCommand } = await import('./block-command.ts');
    finish(await blockDiffCommand({ before, after }, flags, io));
  });
}

function addRender(block: Command, { io, finish }: To): void {
  const command = block
    .command('render')
    .description('a plan as rules for what blocks; what is over, or never blocked, is left out')
    .argument('<plan>', 'file of a plan, - is stdin')
    .addOption(formatOption())
    .option('--caller <address>', 'your own address, which is never blocked')
    .option('--force', 'allow networks wider than /16, or /32 of IPv6')
    .option('--quiet', 'do not say how to apply and undo it')
    .option('--config <file>', 'configuration file (default: tamarin.yaml)');
  bucketOption(command).action(async (plan: string, flags: RenderFlags) => {
    const { blockRenderCommand } = await import('./block-command.ts');
    finish(await blockRenderCommand(plan, flags, io));
  });
}
