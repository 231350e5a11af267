/** What a block plan is about, at a glance, the heaviest entry first: the file is in the order of addresses. */
import type { BlockPlan } from '../block/plan/block-plan.ts';
import { hitWords, leftOutText, savedWords, summaryOf } from '../block/plan/plan-text.ts';
import { printable } from '../core/printable.ts';
import { linesOf } from '../render/text/answer-text.ts';
import { wrap } from '../render/text/wrap.ts';

const ENTRIES_TOLD = 10;
/** Of further lines of an entry. */
const HANG = 4;

/** Lines with line ends; `columnsMax`: null where nobody reads it on a terminal. */
export function planScreen(plan: BlockPlan, columnsMax: number | null): string {
  const entries = plan.entries
    .toSorted((a, b) => b.saves.bytes - a.saves.bytes)
    .map(({ subject, saves, hits }) => `  ${subject}: ${savedWords(saves)}; ${hitWords(hits)}`);
  const more = entries.length - ENTRIES_TOLD;
  const told = [...entries.slice(0, ENTRIES_TOLD), ...(more > 0 ? [`  and ${more} more`] : [])];
  const leftOut = leftOutText(plan);
  return [
    ...linesOf(summaryOf(plan), columnsMax),
    ...told.flatMap((line) => wrap(printable(line), columnsMax, HANG)).map((line) => `${line}\n`),
    ...(leftOut === '' ? [] : linesOf(leftOut, columnsMax)),
  ].join('');
}
