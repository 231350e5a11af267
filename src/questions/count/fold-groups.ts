/** The groups of a folded dimension, all of them. */
import { TamarinError } from '../../core/error.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { FoldedDimension, NameFold, TimeFold } from '../ask/fold-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { addMetrics, aggregationsBy, NO_METRICS, type RawMetrics, readMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Filter, scopeQuery } from '../ask/scope.ts';
import { countAllTuples } from './count-tuples.ts';
import { readTimes } from './read-times.ts';
import type { Snapshot } from './snapshot.ts';
import { sweepGroups } from './sweep.ts';
import { readTimeBuckets } from './time-buckets.ts';
import { clockOf } from './time-zone.ts';
import { countMissing } from './totals.ts';

export interface FoldedQuestion extends Omit<GroupQuestion, 'dimension' | 'limit'> {
  readonly dimension: FoldedDimension;
}

export interface FoldedGroups {
  readonly byName: ReadonlyMap<string, RawMetrics>;
  /** Of the records that are in no group. */
  readonly missing: RawMetrics;
}

export function readFolded(question: FoldedQuestion, snapshot: Snapshot): Promise<FoldedGroups> {
  const { dimension } = question;
  return dimension.fold === 'time'
    ? foldTime(dimension, question, snapshot)
    : foldNames(dimension, question, snapshot);
}

async function foldTime(
  { zone, groupOf }: TimeFold,
  { scope, by }: FoldedQuestion,
  snapshot: Snapshot,
): Promise<FoldedGroups> {
  const byName = new Map<string, RawMetrics>();
  const { firstMs, lastMs } = await readTimes(scope, snapshot);
  if (Number.isNaN(firstMs)) return { byName, missing: NO_METRICS };
  const { grainMinutes, localOf } = clockOf(zone, firstMs, lastMs);
  await readTimeBuckets({ scope, minutes: grainMinutes, by }, snapshot, (fromMs, raw) => {
    const name = groupOf(localOf(fromMs));
    byName.set(name, addAll(byName.get(name) ?? NO_METRICS, raw));
  });
  return { byName, missing: NO_METRICS };
}

/** Of metrics that add up, also that which not every row has. */
const addAll = (a: RawMetrics, b: RawMetrics): RawMetrics =>
  b.extra === undefined
    ? addMetrics(a, b)
    : { ...addMetrics(a, b), extra: (a.extra ?? 0) + (b.extra ?? 0) };

/** Each is a part of one request; more would be no classes of anything. */
const GROUPS_MAX = 1_000;

/** A group is asked for as all records with one of its names, so that any metric can be counted. */
async function foldNames(
  fold: NameFold,
  question: FoldedQuestion,
  snapshot: Snapshot,
): Promise<FoldedGroups> {
  const { of } = fold;
  const asked = { ...question, dimension: of };
  const groups = await namesByGroup(fold, question, snapshot);
  // Not by their names: a `[` is not allowed in that of an aggregation.
  const all = [...groups].map(([name, some], at) => ({ name, some, slot: `group${at}` }));
  const aggs = Object.fromEntries(
    all.map(({ slot, some }) => [
      slot,
      { filter: { terms: { [of.field]: some } }, aggs: aggregationsBy(question.by) },
    ]),
  );
  const counted =
    all.length === 0 ? {} : await snapshot.aggregate(scopeQuery(question.scope), aggs);
  const byName = new Map<string, RawMetrics>();
  for (const { name, slot, some } of all) {
    const raw = readMetrics(counted[slot] ?? { doc_count: 0 }, question.by);
    byName.set(name, await withTuples(raw, { of, some, question }, snapshot)); // one group after the other
  }
  return {
    byName,
    missing: await countMissing(asked, snapshot),
  };
}

interface NamesOf {
  readonly of: Dimension;
  readonly some: readonly string[];
  readonly question: FoldedQuestion;
}

/** A distinct count of names together does not follow from those of each. */
async function withTuples(
  raw: RawMetrics,
  { of, some, question: { scope, by } }: NamesOf,
  snapshot: Snapshot,
): Promise<RawMetrics> {
  if (by.tuples === undefined) return raw;
  const filter: Filter = { dimension: of, test: 'is', values: some };
  const own = { ...scope, filters: [...scope.filters, filter] };
  return { ...raw, extra: await countAllTuples({ by, scope: own }, snapshot) };
}

/** The names that are there, by the group that they belong to. @throws TamarinError `question_too_large` */
export async function namesByGroup(
  { of, groupOf, heading }: NameFold,
  question: Omit<FoldedQuestion, 'dimension'>,
  snapshot: Snapshot,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names: string[] = [];
  await sweepGroups({ ...question, dimension: of }, snapshot, ({ name }) => names.push(name));
  const groups = Map.groupBy(names, groupOf);
  if (groups.size <= GROUPS_MAX) return groups;
  throw new TamarinError('question_too_large', `There are ${groups.size} values of ${heading}.`);
}
