/** What a new plan blocks that an old one did not, and what ends: by addresses, whatever they are called. */
import { cidrsOf } from '../address/cidr.ts';
import { type Span, subtract } from '../address/span.ts';
import type { BlockPlan, Entry } from './block-plan.ts';
import { spansOf } from './spans-of.ts';

interface Change {
  /** Networks of which all of this holds. */
  readonly cidrs: readonly string[];
  readonly subject: string;
  readonly reason: string;
  readonly expires: string;
}

export interface PlanDiff {
  /** Blocked from now on. */
  readonly comes: readonly Change[];
  /** Blocked before, and whose time is over. */
  readonly expired: readonly Change[];
  /** Blocked before, not over, and not in the new plan. */
  readonly goes: readonly Change[];
  /** Blocked in both; the end is the new one. */
  readonly stays: readonly Change[];
}

/** An entry that is over blocks nobody, in whichever plan it stands. */
export function diffPlans(before: BlockPlan, after: BlockPlan, nowMs: number): PlanDiff {
  const isOver = ({ expires }: Entry): boolean => Date.parse(expires) <= nowMs;
  const old = before.entries.filter((entry) => !isOver(entry));
  const now = after.entries.filter((entry) => !isOver(entry));
  const oldSpans = spansOf(old);
  const newSpans = spansOf(now);
  return {
    comes: partsOf(now, (spans) => subtract(spans, oldSpans)),
    expired: partsOf(before.entries.filter(isOver), (spans) => subtract(spans, newSpans)),
    goes: partsOf(old, (spans) => subtract(spans, newSpans)),
    stays: partsOf(now, (spans) => subtract(spans, subtract(spans, oldSpans))),
  };
}

function partsOf(
  entries: readonly Entry[],
  part: (spans: readonly Span[]) => readonly Span[],
): readonly Change[] {
  return entries.flatMap((entry) => {
    const { subject, reason, expires } = entry;
    const cidrs = cidrsOf(part(spansOf([entry])));
    return cidrs.length === 0 ? [] : [{ cidrs, subject, reason, expires }];
  });
}
