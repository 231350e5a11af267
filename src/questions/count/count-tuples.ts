/** Distinct counts: how many different combinations of values the groups of a dimension have. */
import type { Aggregations, CompositeKey } from '../ask/aggregation.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import { type DistinctMetric, TUPLE_AGGREGATIONS, type TuplePart, type Tuples } from '../ask/distinct-metric.ts'; // biome-ignore format: one import
import type { Scope } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';
import { nameIn, streamTuples, type Taker, type Tuple } from './stream-tuples.ts';
import { type OnProgress, type SweptGroup, sweepRecords } from './sweep.ts';

export interface DistinctQuestion {
  readonly dimension: Dimension;
  readonly by: DistinctMetric;
  readonly scope: Scope;
}

/**
 * Calls `take` with every group of the dimension, those with nothing to count too; resolves to their
 * number. @throws TamarinError
 */
export function countTuples(
  { dimension, by, scope }: DistinctQuestion,
  snapshot: Snapshot,
  take: (group: SweptGroup & { readonly value: number }) => void,
  onProgress?: OnProgress,
): Promise<number> {
  const { tuples } = by;
  // Within a group of its own values a part is always the same.
  const parts = tuples.parts.filter((part) => part.dimension.name !== dimension.name);
  const question = { lead: dimension, scope, parts, isByDay: tuples.isByDay === true };
  const isCounted = ({ key }: { readonly key: CompositeKey }): boolean =>
    parts.every((part, at) => !part.isNeeded || nameIn(part.dimension, key[`part${at}`]) !== null);
  const { downloadBytesMin } = tuples;
  // Each group is a combination of its own.
  if (parts.length === 0 && tuples.isByDay !== true && downloadBytesMin === undefined)
    return sweepRecords(question, snapshot, ({ name }) => take({ name, value: 1 }));
  if (downloadBytesMin === undefined) {
    const open = () => counter(dimension, { take, isCounted });
    return streamTuples({ ...question, aggs: {} }, snapshot, open, onProgress);
  }
  const hasMinute = ({ counted }: Tuple<typeof TUPLE_AGGREGATIONS>): boolean =>
    counted.doc_count > 0 && counted.bytes.value >= downloadBytesMin;
  const open = () =>
    counter<typeof TUPLE_AGGREGATIONS>(dimension, {
      take,
      isCounted: (tuple) => isCounted(tuple) && hasMinute(tuple),
    });
  return streamTuples({ ...question, aggs: TUPLE_AGGREGATIONS }, snapshot, open, onProgress);
}

interface Counting<A extends Aggregations> {
  readonly take: (group: SweptGroup & { readonly value: number }) => void;
  readonly isCounted: (tuple: Tuple<A>) => boolean;
}

/** Hands on each group with the number of its combinations that count. */
function counter<A extends Aggregations>(
  lead: Dimension,
  { take, isCounted }: Counting<A>,
): Taker<A> {
  let group: { readonly name: string; value: number } | null = null;
  const end = (): void => {
    if (group !== null) take(group);
    group = null;
  };
  return {
    take: (tuple) => {
      const name = nameIn(lead, tuple.key.lead) ?? '';
      if (group?.name !== name) end();
      group ??= { name, value: 0 };
      group.value += isCounted(tuple) ? 1 : 0;
    },
    end,
  };
}

/** Of all records of a scope. */
export async function countAllTuples(
  { by, scope }: Omit<DistinctQuestion, 'dimension'>,
  snapshot: Snapshot,
): Promise<number> {
  const [{ dimension }] = by.tuples.parts;
  let count = 0;
  await countTuples({ dimension, by, scope }, snapshot, ({ value }) => {
    count += value;
  });
  return count;
}

/** The groups share no combination: their counts add up to that of all. */
export const areApart = ({ parts }: Tuples, { name }: Dimension): boolean =>
  parts.some((part: TuplePart) => part.dimension.name === name);
