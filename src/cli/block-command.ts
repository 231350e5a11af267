/** `tamarin block plan`, `diff` and `render`: plans whom to block. Nothing is ever applied. */
import { askPlan, neverOf } from '../app/block-plans.ts';
import type { BlockFormat } from '../block/formats/format.ts';
import { formatOf, PLAN_JSON, PLAN_TEXT } from '../block/formats/format-table.ts';
import type { BlockPlan } from '../block/plan/block-plan.ts';
import { diffPlans, type PlanDiff } from '../block/plan/diff-plans.ts';
import { hitWords, savedWords, summaryOf } from '../block/plan/plan-text.ts';
import { spareAgain } from '../block/plan/spare-again.ts';
import { readPlanRequest } from '../block/weigh/read-request.ts';
import { workConfig } from '../config/config.ts';
import { formatMoment, plural } from '../core/format.ts';
import { jsonLine, printable } from '../core/printable.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { exactText } from '../questions/present/present-parts.ts';
import { planFile, readText } from './block-files.ts';
import type { CommonFlags, Io } from './io.ts';
import { ask, reachLine } from './question-command.ts';
import { configOf, withSession } from './session.ts';

export interface PlanFlags extends CommonFlags {
  /** Path of a file of addresses. */
  readonly list?: string;
  /** Path of an earlier plan. */
  readonly keep?: string;
  readonly format?: string;
  readonly forBucket?: string;
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
    const text = format.render(plan, { nowMs, bucket: flags.forBucket ?? null });
    await io.writeWithBackpressure(text); // before the engine is left: that may fail
    const { notes = [] } = plan;
    for (const note of notes) say(io, note);
    if (!flags.quiet || !plan.exact) say(io, exactText(plan));
    if (!flags.quiet || !plan.asOf.complete) io.writeMessage(reachLine(plan, io));
    if (!flags.quiet) {
      say(io, summaryOf(plan));
      for (const line of heaviestFirst(plan)) say(io, line);
      if (request.callers.length === 0) say(io, 'Your own address is not known here: name it with --caller, so that it is never blocked.'); // biome-ignore format: one text
      tellNext(format, plan.entries.length, io);
    }
    return 0;
  });
}

const LINES_TOLD = 10;

/** What a plan is about, at a glance: the file is in the order of addresses. */
function heaviestFirst({ entries }: BlockPlan): readonly string[] {
  const lines = entries
    .toSorted((a, b) => b.saves.bytes - a.saves.bytes)
    .map(({ subject, saves, hits }) => `  ${subject}: ${savedWords(saves)}; ${hitWords(hits)}`);
  const more = lines.length - LINES_TOLD;
  return [...lines.slice(0, LINES_TOLD), ...(more > 0 ? [`  and ${more} more`] : [])];
}

const say = (io: Io, text: string): void => io.writeMessage(`${printable(text)}\n`);

function tellNext(format: BlockFormat, entries: number, io: Io): void {
  if (entries === 0) return;
  if (format === PLAN_TEXT)
    say(io, 'Next: read who is hit, save it (… > blocks.plan), take out what you do not want, then "tamarin block render blocks.plan --format s3-policy" (or aws-waf, nginx, nftables and others; docs/blocks.md has the commands that apply and undo each).'); // biome-ignore format: one text
  else if (format !== PLAN_JSON) tellHow(format, io);
}

function tellHow({ apply, undo, caveat }: BlockFormat, io: Io): void {
  say(io, 'Nothing is applied. To apply it (FILE is this output):');
  for (const line of apply) say(io, `  ${line}`);
  say(io, 'To undo:');
  for (const line of undo) say(io, `  ${line}`);
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
  io.print(format.render(plan, { nowMs, bucket: flags.forBucket ?? null }));
  if (spared.length > 0) say(io, `Left out, as they are never blocked: ${spared.join(' ')}`);
  if (over > 0 && format !== PLAN_TEXT && format !== PLAN_JSON)
    say(io, `Left out, as their time is over: ${plural(over, 'entry', 'entries')}.`);
  if (!flags.quiet && format !== PLAN_TEXT) tellHow(format, io);
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
  io.print(flags.json ? jsonLine(diff) : diffText(diff, nowMs));
  return 0;
}

const SIGNS = [
  { key: 'comes', sign: '+', words: 'comes' },
  { key: 'goes', sign: '-', words: 'goes: it is not in the new plan' },
  { key: 'expired', sign: '-', words: 'is over' },
  { key: 'stays', sign: ' ', words: 'stays' },
] as const satisfies readonly { key: keyof PlanDiff; sign: string; words: string }[];

function diffText(diff: PlanDiff, nowMs: number): string {
  const lines = SIGNS.flatMap(({ key, sign, words }) =>
    diff[key].flatMap(
      ({ cidrs, subject, reason, expires }) =>
      cidrs.map((cidr) => printable(`${sign} ${cidr}  ${words}, until ${formatMoment(expires, nowMs)}  ${subject}: ${reason}`)), // biome-ignore format: one row
    ),
  );
  const counts = SIGNS.map(({ key, words }) => `${diff[key].flatMap(({ cidrs }) => cidrs).length} ${words.split(':')[0]}`); // biome-ignore format: one row
  return `${[...lines, counts.join(', ')].join('\n')}\n`;
}
