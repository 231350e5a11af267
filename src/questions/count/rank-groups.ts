/** Counted groups in the order of the question, as many as it shows. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { type RawMetrics, rawValueOf } from '../ask/metrics.ts';
import { FirstRanked, isWithin, rankOf } from './rank.ts';

export interface RankedGroup {
  readonly name: string;
  readonly raw: RawMetrics;
}

/** How many groups are within the bounds of the question. */
export const countWithin = (
  counted: ReadonlyMap<string, RawMetrics>,
  question: Pick<GroupQuestion, 'by' | 'bounds'>,
): number =>
  [...counted.values()].filter((raw) => isWithin(rawValueOf(raw, question.by), question)).length;

export function rankGroups(
  counted: ReadonlyMap<string, RawMetrics>,
  question: Pick<GroupQuestion, 'by' | 'limit' | 'isAscending' | 'bounds'>,
): readonly RankedGroup[] {
  const first = new FirstRanked(question.limit);
  for (const [name, raw] of counted) {
    const value = rawValueOf(raw, question.by);
    if (isWithin(value, question)) first.add({ name, value: rankOf(value, question) });
  }
  return first.inOrder().flatMap(({ name }) => {
    const raw = counted.get(name);
    return raw === undefined ? [] : [{ name, raw }];
  });
}
