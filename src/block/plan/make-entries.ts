/**
 * From what a rule wants to what is blocked: never-block addresses are cut out exactly, no address is
 * in two entries, and nothing is wider than a person may mean.
 */
import { TamarinError } from '../../core/error.ts';
import { cidrsOf, widestOf } from '../address/cidr.ts';
import { type Family, intersect, merge, type Span, subtract } from '../address/span.ts';
import type { LeftOut } from './block-plan.ts';
import type { NeverBlock } from './never-block.ts';

export interface Wanted {
  readonly subject: string;
  readonly spans: readonly Span[];
  readonly reason: string;
  readonly rule: string;
}

export interface Drafted<W extends Wanted> {
  readonly wanted: W;
  readonly cidrs: readonly string[];
}

export interface Draft<W extends Wanted> {
  readonly entries: readonly Drafted<W>[];
  readonly leftOut: readonly LeftOut[];
}

interface Rules {
  readonly never: readonly NeverBlock[];
  /** Networks that are wider than usual are meant so. */
  readonly force: boolean;
}

/** What comes first keeps its addresses. @throws TamarinError `usage` for what is too wide */
export function makeEntries<W extends Wanted>(
  wanted: readonly W[],
  { never, force }: Rules,
): Draft<W> {
  refuseWide(
    wanted.flatMap(({ spans }) => spans),
    force,
  );
  const spared = never.map(({ span }) => span);
  const entries: Drafted<W>[] = [];
  let taken: readonly Span[] = [];
  for (const each of wanted) {
    const spans = subtract(each.spans, [...spared, ...taken]);
    if (spans.length === 0) continue;
    taken = merge([...taken, ...spans]);
    entries.push({ wanted: each, cidrs: cidrsOf(spans) });
  }
  return { entries, leftOut: wanted.flatMap((each) => sparedOf(each, never)) };
}

/** By the first reason that there is. */
function sparedOf({ subject, spans }: Wanted, never: readonly NeverBlock[]): readonly LeftOut[] {
  let left = merge(spans);
  const spared: LeftOut[] = [];
  for (const { span, because } of never) {
    const cut = intersect(left, [span]);
    if (cut.length === 0) continue;
    left = subtract(left, cut);
    const [first = '', ...others] = cidrsOf(cut);
    const what = others.length === 0 ? first : `${first} and ${others.length} more`;
    spared.push({ what, because: `${because} (of ${subject})` });
  }
  return spared;
}

/** Prefix lengths: below the first nobody blocks, below the second only who insists. */
const WIDTHS = { 4: [8, 16], 6: [8, 32] } as const satisfies Record<Family, readonly [number, number]>; // biome-ignore format: one table

/** @throws TamarinError `usage` */
export function refuseWide(spans: readonly Span[], force: boolean): void {
  for (const family of [4, 6] as const) {
    const [never, usual] = WIDTHS[family];
    const widest = widestOf(spans, family);
    if (widest >= usual || (force && widest >= never)) continue;
    const networks = cidrsOf(spans.filter((span) => span.family === family));
    const network = networks.find((text) => text.endsWith(`/${widest}`)) ?? '';
    if (widest < never)
      throw new TamarinError('usage', `${network} is a part of the whole Internet: that is never blocked.`, {
        hint: `Networks up to /${never} can be planned with --force, up to /${usual} without.`,
      }); // biome-ignore format: one error
    throw new TamarinError('usage', `${network} is wider than /${usual}, and holds many who have done nothing.`, {
      hint: 'Name smaller networks, or insist with --force.',
    }); // biome-ignore format: one error
  }
}
