/** The question "who or what has the most": the first N groups of a dimension by a metric. */
import { type Metrics, rawValueOf, showMetrics } from './metric-table.ts';
import type { GroupQuestion, SearchPort } from './question.ts';
import { compareRanked } from './rank.ts';
import { type Groups, readGroups } from './read-groups.ts';

export interface TopRow extends Metrics {
  readonly name: string;
  /** Of the total over all records, 0 to 1. */
  readonly share: number;
  readonly cumulativeShare: number;
}

export interface TopAnswer extends Exactness {
  readonly question: 'top';
  readonly dimension: string;
  readonly by: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly totals: Metrics;
  readonly missing: Metrics;
  readonly distinct: { readonly value: number; readonly exact: boolean };
  readonly rows: readonly TopRow[];
}

export interface Exactness {
  readonly exact: boolean;
  readonly inexactBecause?: string;
}

/** Exact only where every index gave all its groups, and no sum is beyond exact integers. */
export function exactnessOf({ isComplete, totals }: Groups): Exactness {
  const inexact = (inexactBecause: string): Exactness => ({ exact: false, inexactBecause });
  if (!isComplete) return inexact('an index has more groups than one request returns');
  return Math.max(totals.bytes, totals.fullDownloadsPpm) > Number.MAX_SAFE_INTEGER
    ? inexact('a sum is above 2⁵³')
    : { exact: true };
}

export async function answerTop(question: GroupQuestion, port: SearchPort): Promise<TopAnswer> {
  const groups = await readGroups(question, port);
  const { dimension, by, scope } = question;
  const ranked = [...groups.byName].map(([name, raw]) => ({
    name,
    raw,
    value: rawValueOf(raw, by),
  }));
  ranked.sort(compareRanked);
  const total = rawValueOf(groups.totals, by);
  const shareOf = (value: number): number => (total === 0 ? 0 : value / total);
  let cumulative = 0;
  const rows = ranked.slice(0, question.limit).map(({ name, raw, value }): TopRow => {
    cumulative += value;
    return {
      name,
      ...showMetrics(raw),
      share: shareOf(value),
      cumulativeShare: shareOf(cumulative),
    };
  });
  return {
    question: 'top',
    dimension: dimension.name,
    by: by.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(groups.totals),
    missing: showMetrics(groups.missing),
    distinct: { value: groups.byName.size, exact: groups.isComplete },
    rows,
    ...exactnessOf(groups),
  };
}
