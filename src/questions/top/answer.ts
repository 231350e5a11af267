/** The question "who or what has the most": the first N groups of a dimension by a metric. */

import { foldOf } from '../ask/fold-table.ts';
import type { AnyGroupQuestion, GroupQuestion } from '../ask/group-question.ts';
import { fullDownloadsErrorMax } from '../ask/metric-table.ts';
import {
  addMetrics,
  greatestSum,
  type Metrics,
  type RawMetrics,
  showMetrics,
  type Totals,
} from '../ask/metrics.ts';
import { countNames } from '../count/count-names.ts';
import { type Estimates, type Exactness, estimatesOf, exactnessOf, rankedByEstimate } from '../count/exactness.ts'; // biome-ignore format: one import
import { readFewGroups } from '../count/few-groups.ts';
import { type FoldedQuestion, readFolded } from '../count/fold-groups.ts';
import { type FirstGroups, proveTop } from '../count/prove-top.ts';
import { FirstRanked, isWithin, rankOf } from '../count/rank.ts';
import { countWithin, rankGroups } from '../count/rank-groups.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { type OnProgress, sweepGroups } from '../count/sweep.ts';
import { countAll, countMissing, type Extent, readExtent, withExtra } from '../count/totals.ts';
import { answerPairs } from './answer-pairs.ts';
import { type Among, findAmong } from './find-among.ts';
import { type Found, findByTuples } from './find-by-tuples.ts';
import { rowsOf, type TopRow } from './rows.ts';

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
  /** How many of them are within --since and --until; absent without either. */
  readonly within?: number;
  readonly rows: readonly TopRow[];
  /** Of the names that were listed: the command line alone takes a list. */
  readonly among?: Among;
  /** Equal names of several buckets are one row; absent where they are not. */
  readonly isMergedOverBuckets?: true;
}

export async function answerTop(
  question: AnyGroupQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TopAnswer> {
  const dimension = foldOf(question.dimension);
  const { second } = question;
  if (second !== undefined && dimension.kind !== 'folded')
    return answerPairs({ ...question, dimension, second }, snapshot, onProgress);
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
  const listed = await findListed(question, snapshot, onProgress);
  const found =
    listed ??
    (await findByTuples(question, missing, snapshot, onProgress)) ??
    (await countFew(question, extent, missing, snapshot)) ??
    (await findFirst(question, extent, snapshot, onProgress));
  return {
    ...tell(question, { ...found, missing }, snapshot),
    ...(listed === null ? {} : { among: listed.among }),
    ...(extent.isOfSeveralBuckets ? { isMergedOverBuckets: true as const } : {}),
  };
}

async function answerFolded(
  question: FoldedQuestion & Pick<GroupQuestion, 'limit'>,
  snapshot: Snapshot,
): Promise<TopAnswer> {
  const { byName, missing } = await readFolded(question, snapshot);
  const sum = [...byName.values()].reduce(addMetrics, missing);
  const all = await withExtra(sum, question, snapshot);
  const distinct = { value: byName.size, exact: true };
  const within = countWithin(byName, question);
  const first = rankGroups(byName, question);
  return tell(question, { all, missing, first, distinct, within }, snapshot);
}

function tell(
  { dimension, by, scope, bounds }: AnyGroupQuestion,
  { all, missing, first, distinct, within }: Found & { readonly missing: RawMetrics },
  snapshot: Snapshot,
): TopAnswer {
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
    ...(bounds === undefined || within === undefined ? {} : { within }),
    rows: rowsOf(first, { by, all }),
    ...estimatesOf(by),
    ...exactnessOf(doubting(snapshot, rankedByEstimate(by)), { sum: greatestSum(all) }),
  };
}

/** null: all groups are asked about. */
async function findListed(question: GroupQuestion, snapshot: Snapshot, onProgress?: OnProgress) {
  const { among } = question;
  return among === undefined ? null : findAmong({ ...question, among }, snapshot, onProgress);
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
  return {
    all: await withExtra(addMetrics(groups.sum, missing), question, snapshot),
    first: rankGroups(groups.byName, question),
    within: countWithin(groups.byName, question),
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
  const { rows, distinct, distinctMin, within } =
    (await proveTop(question, snapshot)) ?? (await sweepFirst(question, snapshot, onPage));
  return {
    all,
    first: rows,
    within,
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
  let within = 0;
  const distinct = await sweepGroups(
    question,
    snapshot,
    ({ name, value }) => {
      if (!isWithin(value, question)) return;
      within += 1;
      first.add({ name, value: rankOf(value, question) });
    },
    onPage,
  );
  const names = first.inOrder().map(({ name }) => name);
  const rows = rankGroups(await countNames(names, question, snapshot), question);
  return { rows, distinct, distinctMin: distinct, within };
}
