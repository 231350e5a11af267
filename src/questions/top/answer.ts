/** The question "who or what has the most": the first N groups of a dimension by a metric. */

import { foldOf } from '../ask/fold-table.ts';
import type { AnyGroupQuestion, GroupQuestion } from '../ask/group-question.ts';
import type { Metric } from '../ask/metric.ts';
import { addsUp, fullDownloadsErrorMax } from '../ask/metric-table.ts';
import {
  addMetrics,
  greatestSum,
  type Metrics,
  type RawMetrics,
  rawValueOf,
  showMetrics,
  type Totals,
} from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { countNames } from '../count/count-names.ts';
import { type Estimates, type Exactness, estimatesOf, exactnessOf, rankedByEstimate } from '../count/exactness.ts'; // biome-ignore format: one import
import { readFewGroups } from '../count/few-groups.ts';
import { type FoldedQuestion, readFolded } from '../count/fold-groups.ts';
import { type FirstGroups, proveTop } from '../count/prove-top.ts';
import { FirstRanked, rankOf } from '../count/rank.ts';
import { type RankedGroup, rankGroups } from '../count/rank-groups.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { type OnProgress, sweepGroups } from '../count/sweep.ts';
import { countAll, countMissing, type Extent, readExtent, withExtra } from '../count/totals.ts';

type TopRow = Metrics & {
  readonly name: string;
  /** Of the total over all records, 0 to 1; absent where values do not add up to it. */
  readonly share?: number;
  readonly cumulativeShare?: number;
};

export interface TopAnswer extends Totals, Estimates, Exactness {
  readonly question: 'top';
  readonly dimension: string;
  readonly by: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly missing: Metrics;
  readonly distinct: {
    readonly value: number;
    readonly exact: boolean;
    /** There are so many and maybe more: nobody can estimate them. */
    readonly isAtLeast?: true;
  };
  readonly rows: readonly TopRow[];
  /** Equal names of several buckets are one row; absent where they are not. */
  readonly isMergedOverBuckets?: true;
}

export async function answerTop(
  question: AnyGroupQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TopAnswer> {
  const dimension = foldOf(question.dimension);
  return dimension.kind === 'folded'
    ? answerFolded({ ...question, dimension }, snapshot)
    : answerOfField({ ...question, dimension }, snapshot, onProgress);
}

async function answerOfField(
  question: GroupQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TopAnswer> {
  const [extent, missing] = await Promise.all([
    readExtent(question, snapshot),
    countMissing(question, snapshot),
  ]);
  // One after the other: each uses all processors of the server, and together they are slower.
  const found =
    (await countFew(question, extent, missing, snapshot)) ??
    (await findFirst(question, extent, snapshot, onProgress));
  return {
    ...tell(question, { ...found, missing }, snapshot),
    ...(extent.isOfSeveralBuckets ? { isMergedOverBuckets: true as const } : {}),
  };
}

async function answerFolded(
  question: FoldedQuestion & Pick<GroupQuestion, 'limit'>,
  snapshot: Snapshot,
): Promise<TopAnswer> {
  const { byName, missing } = await readFolded(question, snapshot);
  const sum = [...byName.values()].reduce(addMetrics, missing);
  const whole = { query: scopeQuery(question.scope), by: question.by };
  const all = await withExtra(sum, whole, snapshot);
  const distinct = { value: byName.size, exact: true };
  return tell(question, { all, missing, first: rankGroups(byName, question), distinct }, snapshot);
}

function tell(
  { dimension, by, scope }: AnyGroupQuestion,
  { all, missing, first, distinct }: Found & { readonly missing: RawMetrics },
  snapshot: Snapshot,
): TopAnswer {
  const rows = addsUp(by)
    ? withShares(first, { by, all })
    : first.map(({ name, raw }): TopRow => ({ name, ...showMetrics(raw, by) }));
  return {
    question: 'top',
    dimension: dimension.name,
    by: by.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(all, by),
    missing: showMetrics(missing, by),
    fullDownloadsErrorMax: fullDownloadsErrorMax(all),
    distinct,
    rows,
    ...estimatesOf(by),
    ...exactnessOf(doubting(snapshot, rankedByEstimate(by)), { sum: greatestSum(all) }),
  };
}

function withShares(
  groups: readonly RankedGroup[],
  { by, all }: { readonly by: Metric; readonly all: RawMetrics },
): readonly TopRow[] {
  const total = rawValueOf(all, by) ?? 0;
  const shareOf = (value: number): number => (total === 0 ? 0 : value / total);
  let cumulative = 0;
  return groups.map(({ name, raw }) => {
    const value = rawValueOf(raw, by) ?? 0;
    cumulative += value;
    return {
      name,
      ...showMetrics(raw, by),
      share: shareOf(value),
      cumulativeShare: shareOf(cumulative),
    };
  });
}

interface Found {
  readonly all: RawMetrics;
  readonly first: readonly RankedGroup[];
  readonly distinct: TopAnswer['distinct'];
}

/** null: they are not few. */
async function countFew(
  question: GroupQuestion,
  { distinctEstimate }: Extent,
  missing: RawMetrics,
  snapshot: Snapshot,
): Promise<Found | null> {
  const groups = await readFewGroups(question, distinctEstimate, snapshot);
  if (groups === null) return null;
  // A record in two groups (it was not written by us) would be counted twice.
  if (groups.sum.requests + missing.requests !== groups.records) return null;
  const whole = { query: scopeQuery(question.scope), by: question.by };
  return {
    all: await withExtra(addMetrics(groups.sum, missing), whole, snapshot),
    first: rankGroups(groups.byName, question),
    distinct: { value: groups.byName.size, exact: true },
  };
}

async function findFirst(
  question: GroupQuestion,
  { distinctEstimate }: Extent,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Found> {
  const onPage = (groups: number): void =>
    onProgress?.({ groups, groupsExpected: distinctEstimate });
  const all = await countAll(question, snapshot);
  const { rows, distinct, distinctMin } =
    (await proveTop(question, snapshot)) ?? (await sweepFirst(question, snapshot, onPage));
  return {
    all,
    first: rows,
    distinct:
      distinct === null
        ? aboutSoMany(distinctEstimate, distinctMin)
        : { value: distinct, exact: true },
  };
}

const aboutSoMany = (estimate: number | null, min: number): TopAnswer['distinct'] =>
  estimate === null
    ? { value: min, exact: false, isAtLeast: true }
    : { value: estimate, exact: false };

async function sweepFirst(
  question: GroupQuestion,
  snapshot: Snapshot,
  onPage: (groups: number) => void,
): Promise<FirstGroups> {
  const first = new FirstRanked(question.limit);
  const distinct = await sweepGroups(
    question,
    snapshot,
    (group) => first.add({ name: group.name, value: rankOf(group.value, question) }),
    onPage,
  );
  const names = first.inOrder().map(({ name }) => name);
  const rows = rankGroups(await countNames(names, question, snapshot), question);
  return { rows, distinct, distinctMin: distinct };
}
