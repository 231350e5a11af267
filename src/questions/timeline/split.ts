/** What a timeline is split by: the first few values of a dimension, and all other records together. */
import type { Dimension } from '../ask/dimension-table.ts';
import { foldOf, type GroupDimension, type NameFold } from '../ask/fold-table.ts';
import type { Metric } from '../ask/metric.ts';
import { filterQuery, type Query, type Scope } from '../ask/scope.ts';
import { namesByGroup } from '../count/fold-groups.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { answerTop } from '../top/answer.ts';

/** More cannot be told apart in a chart; classes of statuses are as many. */
const PARTS_MAX = 5;

export interface Split {
  readonly names: readonly string[];
  /** The records of each name, in their order, and those of none of them. */
  readonly queries: readonly Query[];
  readonly rest: Query;
}

interface Asked {
  readonly split: GroupDimension;
  readonly by: Metric;
  readonly scope: Scope;
}

/** The first ones over the whole range, by the metric that is asked by. */
export async function readSplit({ split, by, scope }: Asked, snapshot: Snapshot): Promise<Split> {
  const question = { dimension: split, by, scope, limit: PARTS_MAX };
  const { rows } = await answerTop(question, snapshot);
  const names = rows.map(({ name }) => name);
  const queries = await queriesOf(names, { split, by, scope }, snapshot);
  return { names, queries, rest: { bool: { must_not: queries } } };
}

async function queriesOf(
  names: readonly string[],
  asked: Asked,
  snapshot: Snapshot,
): Promise<readonly Query[]> {
  const dimension = foldOf(asked.split);
  if (dimension.kind !== 'folded') return names.map((name) => named(dimension, [name]));
  if (dimension.fold === 'time') throw new Error(`${dimension.name} is no part of a timeline`); // read.ts refuses it
  return foldedQueries(names, dimension, asked, snapshot);
}

const named = (dimension: Dimension, values: readonly string[]): Query =>
  filterQuery({ dimension, test: 'is', values });

async function foldedQueries(
  names: readonly string[],
  fold: NameFold,
  asked: Asked,
  snapshot: Snapshot,
): Promise<readonly Query[]> {
  const groups = await namesByGroup(fold, asked, snapshot);
  return names.map((name) => ({ terms: { [fold.of.field]: groups.get(name) ?? [] } }));
}
