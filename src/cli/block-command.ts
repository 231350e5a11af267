/** `tamarin block plan`, `diff` and `render`: plans whom to block. Nothing is ever applied. */
import { askPlan, neverOf } from '../app/block-plans.ts';
import type { BlockFormat, RenderOptions } from '../block/formats/format.ts';
import { formatOf, PLAN_JSON, PLAN_TEXT } from '../block/formats/format-table.ts';
import type { BlockPlan } from '../block/plan/block-plan.ts';
import { diffPlans, type PlanDiff } from '../block/plan/diff-plans.ts';
import { spareAgain } from '../block/plan/spare-again.ts';
import { readPlanRequest } from '../block/weigh/read-request.ts';
import { workConfig } from '../config/config.ts';
import { formatMoment, plural } from '../core/format.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { redactCredentials } from '../core/redact-credentials.ts';
import { shellWord } from '../core/shell-word.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { doubtText } from '../questions/present/present-parts.ts';
import { linesOf } from '../render/text/answer-text.ts';
import { wrap } from '../render/text/wrap.ts';
import { planFile, readText } from './block-files.ts';
import type { CommonFlags, Io } from './io.ts';
import { planScreen } from './plan-screen.ts';
import { ask, tellFoot } from './question-command.ts';
import { configOf, withSession } from './session.ts';

export interface PlanFlags extends CommonFlags {
  /** Path of a file of addresses. */
  readonly list?: string;
  /** Path of an earlier plan. */
  readonly keep?: string;
  readonly format?: string;
  readonly forBucket?: string;
  /** The command, as it was typed. */
  readonly typed: string;
}

/** @throws TamarinError */
export async function blockPlanCommand(
  parameters: RawParameters,
  flags: PlanFlags,
  io: Io,
): Promise<number> {
  const nowMs = io.now();
  const format = flags.json ? PLAN_JSON : formatOf(flags.format ?? PLAN_TEXT.name);
  const list = flags.list === undefined ? {} : { list: { from: flags.list, text: await readText(flags.list, io) } }; // biome-ignore format: one row
  const request = readPlanRequest(parameters, { nowMs, ...list });
  const keep = flags.keep === undefined ? null : await planFile(flags.keep, io);
  const asks = askPlan(request, workConfig(configOf(flags, io)), keep);
  return withSession(flags, io, async (session) => {
    const plan = await ask(asks, session, flags, io);
    const isScreen = io.columns !== null && format === PLAN_TEXT && !flags.quiet;
    const options = { nowMs, bucket: flags.forBucket ?? null };
    // Before the engine is left: that may fail.
    if (isScreen) io.print(planScreen(plan, io.columns));
    else await io.writeWithBackpressure(format.render(plan, options));
    const { notes = [] } = plan;
    for (const note of notes) say(io, note);
    for (const doubt of doubtText(plan)) say(io, doubt);
    tellFoot(plan, flags, io);
    if (!flags.quiet) {
      if (!isScreen) io.writeMessage(planScreen(plan, io.messageColumns));
      if (request.callers.length === 0) say(io, 'Your own address is not known here: name it with --caller, so that it is never blocked.'); // biome-ignore format: one text
      if (plan.entries.length === 0) return 0;
      if (format === PLAN_TEXT) tellNext(isScreen ? flags.typed : null, io);
      else if (format !== PLAN_JSON) tellHow(format, bucketOf(plan, options), io);
    }
    return 0;
  });
}

const say = (io: Io, text: string): void =>
  io.writeMessage(linesOf(text, io.messageColumns).join(''));

/** A command is copied: no line of it is broken. */
const sayCommand = (io: Io, command: string): void =>
  io.writeMessage(`  ${printable(redactCredentials(command))}\n`);

/** `typed`: what makes the plan, where it is yet to be saved. */
function tellNext(typed: string | null, io: Io): void {
  const name = io.env.npm_lifecycle_event === 'tamarin' ? 'npm run --silent tamarin --' : 'tamarin';
  if (typed !== null) {
    say(io, 'To save the plan, with every entry in full:');
    sayCommand(io, `${name} ${typed} > blocks.plan`);
  }
  say(
    io,
    'Next: read who is hit, take out of the file what you do not want, then make rules of it:',
  );
  sayCommand(io, `${name} block render blocks.plan --format s3-policy`);
  say(io, 'Other formats are aws-waf, nginx, nftables and more; docs/blocks.md has the commands that apply and undo each.'); // biome-ignore format: one text
}

/** Of the plan, or as named; null where several are. */
function bucketOf({ buckets }: BlockPlan, { bucket }: RenderOptions): string | null {
  const [only = null, ...others] = buckets;
  return bucket ?? (others.length === 0 ? only : null);
}

function tellHow({ apply, undo, caveat }: BlockFormat, bucket: string | null, io: Io): void {
  const named = (line: string): string =>
    bucket === null ? line : line.replaceAll('BUCKET', () => shellWord(bucket));
  say(io, 'Nothing is applied. Save these rules with "> FILE", then apply them:');
  for (const line of apply) sayCommand(io, named(line));
  say(io, 'To undo:');
  for (const line of undo) sayCommand(io, named(line));
  say(io, caveat);
}

export interface RenderFlags extends CommonFlags {
  readonly format?: string;
  readonly forBucket?: string;
  readonly caller?: string;
  readonly force?: true;
}

/** Asks nobody. @throws TamarinError */
export async function blockRenderCommand(
  path: string,
  flags: RenderFlags,
  io: Io,
): Promise<number> {
  const format = formatOf(flags.format ?? PLAN_TEXT.name);
  const callers = flags.caller?.split(',').map((each) => each.trim()) ?? [];
  const never = neverOf(workConfig(configOf(flags, io)), callers);
  const read = await planFile(path, io);
  const { plan, spared } = spareAgain(read, { never, force: flags.force === true });
  const nowMs = io.now();
  const over = plan.entries.filter(({ expires }) => Date.parse(expires) <= nowMs).length;
  const options = { nowMs, bucket: flags.forBucket ?? null };
  io.print(format.render(plan, options));
  if (spared.length > 0) say(io, `Left out, as they are never blocked: ${spared.join(' ')}`);
  if (over > 0 && format !== PLAN_TEXT && format !== PLAN_JSON)
    say(io, `Left out, as their time is over: ${plural(over, 'entry', 'entries')}.`);
  if (!flags.quiet && format !== PLAN_TEXT) tellHow(format, bucketOf(plan, options), io);
  return 0;
}

/** Without a new plan the old one is held against the clock. @throws TamarinError */
export async function blockDiffCommand(
  paths: { readonly before: string; readonly after: string | undefined },
  flags: CommonFlags,
  io: Io,
): Promise<number> {
  const before = await planFile(paths.before, io);
  const after = paths.after === undefined ? before : await planFile(paths.after, io);
  const nowMs = io.now();
  const diff = diffPlans(before, after, nowMs);
  io.print(flags.json ? jsonLine(diff) : diffText(diff, nowMs, io.columns));
  return 0;
}

const SIGNS = [
  { key: 'comes', sign: '+', words: 'comes' },
  { key: 'goes', sign: '-', words: 'goes: it is not in the new plan' },
  { key: 'expired', sign: '-', words: 'is over' },
  { key: 'stays', sign: ' ', words: 'stays' },
] as const satisfies readonly { key: keyof PlanDiff; sign: string; words: string }[];

/** Of further lines of a change. */
const CHANGE_HANG = 6;

/** `columnsMax`: null where nobody reads it. */
function diffText(diff: PlanDiff, nowMs: number, columnsMax: number | null): string {
  const lines = SIGNS.flatMap(({ key, sign, words }) =>
    diff[key].flatMap(
      ({ cidrs, subject, reason, expires }) =>
      cidrs.map((cidr) => printable(`${sign} ${cidr}  ${words}, until ${formatMoment(expires, nowMs)}  ${subject}: ${reason}`)), // biome-ignore format: one row
    ),
  );
  const counts = SIGNS.map(({ key, words }) => `${diff[key].flatMap(({ cidrs }) => cidrs).length} ${words.split(':')[0]}`); // biome-ignore format: one row
  const wrapped = lines.flatMap((line) => wrap(line, columnsMax, CHANGE_HANG));
  return `${[...wrapped, counts.join(', ')].join('\n')}\n`;
}
