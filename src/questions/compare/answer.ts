/** The question "how do the top users compare with the average user", over the whole population. */

import { foldOf } from '../ask/fold-table.ts';
import type { AnyGroupQuestion } from '../ask/group-question.ts';
import { addsUp } from '../ask/metric-table.ts';
import { addValues, plainValue, type RawMetrics, type RawValue, rawValueOf, shareOf } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { readFolded } from '../count/fold-groups.ts';
import { FirstRanked } from '../count/rank.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { describePopulation, shareBelow } from '../count/statistics.ts';
import { type OnProgress, sweepGroups } from '../count/sweep.ts';
import { countAll, countMissing, readExtent } from '../count/totals.ts';
import { ValueList } from '../count/value-list.ts';
import { type Figure, listed, type ShownPopulation, showMean, showPopulation, showValue } from './figures.ts'; // biome-ignore format: one import

interface CompareRow {
  readonly name: string;
  readonly value: Figure;
  /** Of the population's total, 0 to 1; absent where values do not add up to it. */
  readonly share?: number;
  readonly timesMean: number;
  /** null where the median is 0. */
  readonly timesMedian: number | null;
  /** Share of the population below this row. */
  readonly percentile: number;
}

export interface CompareAnswer extends Exactness {
  readonly question: 'compare';
  readonly dimension: string;
  readonly by: string;
  readonly from: string | null;
  readonly to: string | null;
  /** All distinct users in the range; records without one are left out. */
  readonly population: ShownPopulation;
  /** The rows shown, together. */
  readonly top: {
    readonly count: number;
    readonly total: Figure;
    readonly mean: Figure;
    readonly share?: number;
  };
  readonly rows: readonly CompareRow[];
  /** The population's total is off by this much at most; only by full downloads. */
  readonly fullDownloadsErrorMax?: number;
}

export async function answerCompare(
  question: AnyGroupQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<CompareAnswer> {
  const { dimension, by, scope, limit } = question;
  const values = new ValueList();
  const first = new FirstRanked(limit);
  let sum: RawValue = by.key === 'cost' ? 0n : 0;
  const missing = await eachGroup(question, snapshot, onProgress, (name, counted) => {
    const value = counted ?? 0;
    values.add(listed(value, by));
    first.add({ name, value });
    sum = addValues(sum, value);
  });
  const all = await countAll(question, snapshot);
  const recordsSum = addValues(rawValueOf(all, by) ?? 0, -(rawValueOf(missing, by) ?? 0));
  const ascending = values.sortAscending();
  const { unit } = by;
  const population = describePopulation(ascending, unit);
  const shown = first.inOrder();
  const top = shown.reduce<RawValue>((total, { value }) => addValues(total, value), 0);
  const ofAll = (value: RawValue): { readonly share?: number } =>
    addsUp(by) ? { share: shareOf(value, sum) } : {};
  return {
    question: 'compare',
    dimension: dimension.name,
    by: by.name,
    from: scope.from,
    to: scope.to,
    population: showPopulation(population, by, { sum, most: shown[0]?.value }),
    top: {
      count: shown.length,
      total: showValue(top, by),
      mean: showMean(top, shown.length, by),
      ...ofAll(top),
    },
    rows: shown.map(({ name, value }) => ({
      name,
      value: showValue(value, by),
      ...ofAll(value),
      timesMean: population.mean === 0 ? 0 : plainValue(value, by) / population.mean,
      timesMedian: population.median === 0 ? null : plainValue(value, by) / population.median,
      percentile: shareBelow(ascending, listed(value, by)),
    })),
    ...(by.errorMax === undefined
      ? {}
      : { fullDownloadsErrorMax: by.errorMax({ downloads: all.downloads - missing.downloads }) }),
    ...exactnessOf(snapshot, addsUp(by) ? { sum, recordsSum } : { sum: 0 }),
  };
}

/** Resolves to what the records have that are in no group. */
async function eachGroup(
  question: AnyGroupQuestion,
  snapshot: Snapshot,
  onProgress: OnProgress | undefined,
  take: (name: string, value: RawValue | null) => void,
): Promise<RawMetrics> {
  const dimension = foldOf(question.dimension);
  if (dimension.kind === 'folded') {
    const { byName, missing } = await readFolded({ ...question, dimension }, snapshot);
    for (const [name, raw] of byName) take(name, rawValueOf(raw, question.by));
    return missing;
  }
  const ofField = { ...question, dimension };
  const { distinctEstimate: groupsExpected } = await readExtent(ofField, snapshot);
  const onPage = (groups: number): void => onProgress?.({ groups, groupsExpected });
  await sweepGroups(ofField, snapshot, ({ name, value }) => take(name, value), onPage);
  return countMissing(ofField, snapshot);
}
