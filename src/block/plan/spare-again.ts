/** A plan from a file, once more without those who are never blocked: a person may have changed it. */
import { cidrsOf } from '../address/cidr.ts';
import { subtract } from '../address/span.ts';
import type { BlockPlan } from './block-plan.ts';
import { refuseWide } from './make-entries.ts';
import type { NeverBlock } from './never-block.ts';
import { spansOf } from './spans-of.ts';

interface Spared {
  readonly plan: BlockPlan;
  /** Networks of the file that are not blocked. */
  readonly spared: readonly string[];
}

/** @throws TamarinError `usage` for what is too wide */
export function spareAgain(
  plan: BlockPlan,
  { never, force }: { readonly never: readonly NeverBlock[]; readonly force: boolean },
): Spared {
  const away = never.map(({ span }) => span);
  const before = spansOf(plan.entries);
  refuseWide(before, force);
  const entries = plan.entries.flatMap((entry) => {
    const cidrs = cidrsOf(subtract(spansOf([entry]), away));
    return cidrs.length === 0 ? [] : [{ ...entry, cidrs }];
  });
  return {
    plan: { ...plan, entries },
    spared: cidrsOf(subtract(before, spansOf(entries))),
  };
}
