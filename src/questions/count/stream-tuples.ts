/**
 * Every combination of values that occurs, in the order of the first of them: each once, in memory
 * for one page. Exact on any number of shards and slices, because a page is cut by name.
 */
import type {
  Aggregated,
  Aggregations,
  CompositeKey,
  CompositeSource,
} from '../ask/aggregation.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import type { TuplePart } from '../ask/distinct-metric.ts';
import { groupName } from '../ask/group-values.ts';
import { type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import { atOnce } from './at-once.ts';
import { readSegments, SEGMENT_RECORDS } from './segments.ts';
import { halvingOnTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';
import type { OnProgress } from './sweep.ts';

export interface TupleQuestion<A extends Aggregations> {
  /** Every combination has one. */
  readonly lead: Dimension;
  readonly scope: Scope;
  readonly parts: readonly TuplePart[];
  readonly isByDay?: boolean;
  /** Of each combination. */
  readonly aggs: A;
}

/** Its key: `lead`, and `part0`, `part1` …, null where a record has none. */
export type Tuple<A extends Aggregations> = Aggregated<A> & {
  readonly key: CompositeKey;
  readonly doc_count: number;
};

/** Takes the combinations of some groups, in order and without a gap. */
export interface Taker<A extends Aggregations> {
  take(tuple: Tuple<A>): void;
  /** All combinations of its last group were taken. */
  end(): void;
}

/** `open`: for each run of groups anew. Resolves to the number of different leads. @throws TamarinError */
export async function streamTuples<A extends Aggregations>(
  question: TupleQuestion<A>,
  snapshot: Snapshot,
  open: () => Taker<A>,
  onProgress?: OnProgress,
): Promise<number> {
  const segments = await readSegments(question, snapshot, (groups) =>
    onProgress?.({ groups: 0, groupsExpected: groups }),
  );
  const groupsExpected = segments.reduce((sum, { groups }) => sum + groups, 0);
  let done = 0;
  await atOnce(segments, async ({ query, groups }) => {
    await streamSegment(question, query, { snapshot, taker: open() });
    done += groups;
    onProgress?.({ groups: done, groupsExpected });
  });
  return groupsExpected;
}

interface To<A extends Aggregations> {
  readonly snapshot: Snapshot;
  readonly taker: Taker<A>;
}

async function streamSegment<A extends Aggregations>(
  question: TupleQuestion<A>,
  segment: Query,
  { snapshot, taker }: To<A>,
): Promise<void> {
  const query = scopeQuery(question.scope, segment);
  const sources = sourcesOf(question);
  const { aggs } = question;
  let sizeMax = SEGMENT_RECORDS;
  for (let after: CompositeKey | undefined; ; ) {
    const start = after === undefined ? {} : { after };
    const { page, size } = await halvingOnTooMany(sizeMax, async (size) => {
      const composite = { size, sources, ...start };
      const { tuples } = await snapshot.aggregate(query, { tuples: { composite, aggs } });
      return { page: tuples, size };
    }); // each page begins where the one before ended
    for (const tuple of page.buckets)
      if (nameIn(question.lead, tuple.key.lead) !== null) taker.take(tuple as Tuple<A>); // what was asked for
    after = page.after_key;
    sizeMax = size; // what the server has refused once is not asked again
    if (page.buckets.length < size || after === undefined) return taker.end();
  }
}

/** As it is shown; null where the record has none, or only values of other names. */
export const nameIn = (dimension: Dimension, value: CompositeKey[string] | undefined) =>
  value === null || value === undefined ? null : groupName(dimension, value);

function sourcesOf({ lead, parts, isByDay = false }: TupleQuestion<Aggregations>) {
  const day = { date_histogram: { field: '@timestamp', fixed_interval: '1440m' } };
  return [
    { lead: { terms: { field: lead.field } } },
    ...parts.map(
      ({ dimension: { field } }, at): CompositeSource => ({
        [`part${at}`]: { terms: { field, missing_bucket: true } },
      }),
    ),
    ...(isByDay ? [{ day }] : []),
  ];
}
