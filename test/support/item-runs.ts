/** The results of a bulk request by item and as the runs that stand for them. */
import type { BulkItem, ItemRun } from '../../src/bulk/classify-response.ts';

/** Items without an error that have the same status make one run, as in a server's answer. */
export function runsOf(items: readonly BulkItem[]): readonly ItemRun[] {
  const runs: ItemRun[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    const isEqual =
      last !== undefined && item.error === undefined && last.item.error === undefined && last.item.status === item.status; // biome-ignore format: one line
    if (isEqual) runs[runs.length - 1] = { item, count: last.count + 1 };
    else runs.push({ item, count: 1 });
  }
  return runs;
}

export const itemsOf = (runs: readonly ItemRun[]): readonly BulkItem[] =>
  runs.flatMap(({ item, count }) => Array.from({ length: count }, () => item));
