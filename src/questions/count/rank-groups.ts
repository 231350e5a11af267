/** Counted groups in the order of the question, as many as it shows. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { type RawMetrics, rawValueOf } from '../ask/metrics.ts';
import { FirstRanked } from './rank.ts';

export interface RankedGroup {
  readonly name: string;
  readonly raw: RawMetrics;
}

export function rankGroups(
  counted: ReadonlyMap<string, RawMetrics>,
  { by, limit }: GroupQuestion,
): readonly RankedGroup[] {
  const first = new FirstRanked(limit);
  for (const [name, raw] of counted) first.add({ name, value: rawValueOf(raw, by) });
  return first.inOrder().flatMap(({ name }) => {
    const raw = counted.get(name);
    return raw === undefined ? [] : [{ name, raw }];
  });
}
