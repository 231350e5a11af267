/** The question "who or what has the most": the first N groups of a dimension by a metric. */
import { countNames } from './count-names.ts';
import { type Exactness, exactnessOf } from './exactness.ts';
import type { GroupQuestion } from './group-question.ts';
import { greatestSum, type Metrics, rawValueOf, showMetrics } from './metric-table.ts';
import { type FirstGroups, proveTop } from './prove-top.ts';
import { FirstRanked } from './rank.ts';
import type { Snapshot } from './snapshot.ts';
import { sweepGroups } from './sweep.ts';
import { type OnProgress, reportPages } from './sweep-progress.ts';
import { readTotals } from './totals.ts';

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
  /** Equal names of several buckets are one row. */
  readonly isMergedOverBuckets: boolean;
}

export async function answerTop(
  question: GroupQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TopAnswer> {
  const asked = readTotals(question, snapshot);
  const [totals, first] = await Promise.all([
    asked,
    findFirst(question, snapshot, reportPages(asked, onProgress)),
  ]);
  const { dimension, by, scope } = question;
  const distinct =
    first.distinct === null
      ? await countDistinct(question, totals.distinctEstimate, snapshot)
      : { value: first.distinct, exact: true };
  const total = rawValueOf(totals.all, by);
  const shareOf = (value: number): number => (total === 0 ? 0 : value / total);
  let cumulative = 0;
  const rows = first.rows.map(({ name, raw }): TopRow => {
    const value = rawValueOf(raw, by);
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
    totals: showMetrics(totals.all),
    missing: showMetrics(totals.missing),
    distinct,
    rows,
    isMergedOverBuckets: totals.isOfSeveralBuckets,
    ...exactnessOf(snapshot, { sum: greatestSum(totals.all) }),
  };
}

async function findFirst(
  question: GroupQuestion,
  snapshot: Snapshot,
  onPage: (groups: number) => void,
): Promise<FirstGroups> {
  return (await proveTop(question, snapshot)) ?? (await sweepFirst(question, snapshot, onPage));
}

async function sweepFirst(
  question: GroupQuestion,
  snapshot: Snapshot,
  onPage: (groups: number) => void,
): Promise<FirstGroups> {
  const first = new FirstRanked(question.limit);
  const distinct = await sweepGroups(question, snapshot, (group) => first.add(group), onPage);
  const names = first.inOrder().map(({ name }) => name);
  const counted = await countNames(names, question, snapshot);
  return {
    rows: names.flatMap((name) => {
      const raw = counted.get(name);
      return raw === undefined ? [] : [{ name, raw }];
    }),
    distinct,
  };
}

/** Counting so many groups one by one costs a single page. */
const COUNTED_MAX = 9_000;

/** Counted where that costs a single page. */
async function countDistinct(
  question: GroupQuestion,
  estimate: number,
  snapshot: Snapshot,
): Promise<TopAnswer['distinct']> {
  if (estimate > COUNTED_MAX) return { value: estimate, exact: false };
  return { value: await sweepGroups(question, snapshot, () => undefined), exact: true };
}
