/**
 * The question "what changed": each group of a dimension in two ranges, and how much more or less it
 * has in the later one. The first by difference need not be among the first of either range, so all
 * groups are read, both ranges at once, and a heap keeps the first.
 */
import type { Cost } from '../../core/cost.ts';
import { showCost } from '../ask/cost-metric.ts';
import { foldOf } from '../ask/fold-table.ts';
import type { AnyGroupQuestion } from '../ask/group-question.ts';
import type { Metric } from '../ask/metric.ts';
import { addValues, lessValue, type RawMetrics, shareOf } from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { type Figure, showValue } from '../compare/figures.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { readFolded } from '../count/fold-groups.ts';
import { ridePeriod } from '../count/ride-period.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { countAll, countMissing } from '../count/totals.ts';
import type { RecordPeriod } from '../reach/record-period.ts';
import { type Counted, countedOf, sweepBoth } from './sweep-both.ts';
import { ChangeTally, type GrowthOrder, type KeptGroup } from './tally.ts';

/** ISO moments, `to` exclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Its scope reaches over both ranges, and what lies between them. */
export interface GrowthQuestion extends AnyGroupQuestion {
  readonly period: Period;
  readonly before: Period;
  /** Both of them: what lies between is not priced. */
  readonly ranges: readonly Period[];
  readonly order: GrowthOrder;
}

interface Before extends Period {
  readonly period: RecordPeriod;
}

interface Change {
  readonly value: Figure;
  readonly before: Figure;
  /** Of the two: negative where there is less. */
  readonly difference: Figure;
  /** What it costs, where that is asked for beside the metric. */
  readonly cost?: Cost;
  readonly costBefore?: Cost;
  readonly costDifference?: Cost;
}

interface GrowthRow extends Change {
  readonly name: string;
  /** `new`: no record before; `gone`: none any more. */
  readonly change: 'more' | 'less' | 'same' | 'new' | 'gone';
  /** value ÷ before; null where there was nothing. */
  readonly times: number | null;
  /** Of all that rose where it rose, of all that fell where it fell. */
  readonly share: number;
}

export interface GrowthAnswer extends Exactness {
  readonly question: 'growth';
  readonly dimension: string;
  readonly by: string;
  readonly from: string;
  readonly to: string;
  readonly vs: Before;
  readonly totals: Change;
  /** Of the records without the dimension. */
  readonly missing: Change;
  /** What all that rose, rose by, and what all that fell, fell by: `totals.difference` is the rest. */
  readonly rise: Figure;
  readonly fall: Figure;
  readonly groups: { readonly count: number; readonly new: number; readonly gone: number };
  readonly rows: readonly GrowthRow[];
  /** Each total is off by this much at most; only by full downloads. */
  readonly fullDownloadsErrorMax?: number;
}

export async function answerGrowth(
  question: GrowthQuestion,
  opened: Snapshot,
  onProgress?: OnProgress,
): Promise<GrowthAnswer> {
  const { dimension, by, period, before, limit, order } = question;
  const tally = new ChangeTally(order, limit);
  const asked = scopeQuery({ ...question.scope, ...before });
  const { snapshot, period: periodBefore } = ridePeriod(asked, opened);
  const all = await countBoth(question, (scope) => countAll({ ...question, scope }, snapshot));
  const [now, earlier] = countedBoth(all, by);
  const missing = countedBoth(await eachGroup(question, snapshot, tally, onProgress), by);
  tally.addValues(missing[0].value, missing[1].value);
  const errorMax = by.errorMax?.({ downloads: Math.max(...all.map((raw) => raw.downloads)) });
  return {
    question: 'growth',
    dimension: dimension.name,
    by: by.name,
    ...period,
    vs: { ...before, period: await periodBefore() },
    totals: changeOf(now, earlier, by),
    missing: changeOf(...missing, by),
    rise: showValue(tally.rise, by),
    fall: showValue(tally.fall, by),
    groups: tally.groups,
    rows: tally.inOrder().map((group) => rowOf(group, tally, by)),
    ...(errorMax === undefined ? {} : { fullDownloadsErrorMax: errorMax }),
    ...exactnessOf(snapshot, { sum: tally.sum, recordsSum: addValues(now.value, earlier.value) }),
  };
}

function changeOf(now: Counted, earlier: Counted, by: Metric): Change {
  const change = {
    value: showValue(now.value, by),
    before: showValue(earlier.value, by),
    difference: showValue(lessValue(now.value, earlier.value), by),
  };
  if (by.beside === undefined) return change;
  const [cost, costBefore] = [now.cost ?? 0n, earlier.cost ?? 0n];
  return {
    ...change,
    cost: showCost(cost, by.beside),
    costBefore: showCost(costBefore, by.beside),
    costDifference: showCost(cost - costBefore, by.beside),
  };
}

const rowOf = ({ name, now, earlier }: KeptGroup, tally: ChangeTally, by: Metric): GrowthRow => ({
  name,
  change: kindOf(now, earlier),
  ...changeOf(now, earlier, by),
  times: Number(earlier.value) === 0 ? null : shareOf(now.value, earlier.value),
  share: tally.shareOf(lessValue(now.value, earlier.value)),
});

function kindOf(now: Counted, earlier: Counted): GrowthRow['change'] {
  if (earlier.records === 0) return 'new';
  if (now.records === 0) return 'gone';
  if (now.value === earlier.value) return 'same';
  return now.value > earlier.value ? 'more' : 'less';
}

const countedBoth = ([now, earlier]: Both<RawMetrics | undefined>, by: Metric): Both<Counted> => [
  countedOf(now, by),
  countedOf(earlier, by),
];

type Both<T> = readonly [now: T, earlier: T];

/** One after the other: each uses all processors of the server. */
async function countBoth<T>(
  { scope, period, before }: GrowthQuestion,
  count: (scope: GrowthQuestion['scope']) => Promise<T>,
): Promise<Both<T>> {
  const now = await count({ ...scope, ...period });
  return [now, await count({ ...scope, ...before })];
}

/** Adds every group that has a record in either range; resolves to what lacks the dimension. */
async function eachGroup(
  question: GrowthQuestion,
  snapshot: Snapshot,
  tally: ChangeTally,
  onProgress: OnProgress | undefined,
): Promise<Both<RawMetrics>> {
  const dimension = foldOf(question.dimension);
  if (dimension.kind !== 'folded') {
    const ofField = { ...question, dimension };
    await sweepBoth(ofField, snapshot, (...group) => tally.addGroup(...group), onProgress);
    return countBoth(question, (scope) => countMissing({ ...ofField, scope }, snapshot));
  }
  const [now, earlier] = await countBoth(question, (scope) =>
    readFolded({ ...question, dimension, scope }, snapshot),
  );
  for (const name of new Set([...now.byName.keys(), ...earlier.byName.keys()]))
    tally.addGroup(
      name,
      ...countedBoth([now.byName.get(name), earlier.byName.get(name)], question.by),
    );
  return [now.missing, earlier.missing];
}
