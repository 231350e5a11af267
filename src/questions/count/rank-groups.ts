/** Counted groups in the order of the question, as many as it shows. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { type RawMetrics, rawValueOf } from '../ask/metrics.ts';
import { FirstRanked, rankOf } from './rank.ts';

export interface RankedGroup {
  readonly name: string;
  readonly raw: RawMetrics;
}

export function rankGroups(
  counted: ReadonlyMap<string, RawMetrics>,
  question: Pick<GroupQuestion, 'by' | 'limit' | 'isAscending'>,
): readonly RankedGroup[] {
  const first = new FirstRanked(question.limit);
  for (const [name, raw] of counted)
    first.add({ name, value: rankOf(rawValueOf(raw, question.by), question) });
  return first.inOrder().flatMap(({ name }) => {
    const raw = counted.get(name);
    return raw === undefined ? [] : [{ name, raw }];
  });
}
