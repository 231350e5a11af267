/**
 * Reads the groups of a dimension with their metrics from every index of the range and adds them up.
 * The sums are exact only if no index had to leave a group out; `isComplete` says so.
 */
import { TamarinError } from '../core/error.ts';
import {
  addMetrics,
  METRIC_AGGREGATIONS,
  type MetricBucket,
  NO_METRICS,
  type RawMetrics,
  readMetrics,
} from './metric-table.ts';
import { type GroupQuestion, indicesInScope, type SearchPort, scopeQuery } from './question.ts';

/** Groups asked from an index. Two buckets each, below the server's search.max_buckets of 65,535. */
const GROUPS_PER_INDEX_MAX = 20_000;

export interface Groups {
  readonly byName: ReadonlyMap<string, RawMetrics>;
  readonly totals: RawMetrics;
  /** Records that lack the dimension. */
  readonly missing: RawMetrics;
  /** No index left a group out. */
  readonly isComplete: boolean;
}

/** @throws TamarinError `question_failed` when there are no records at all */
export async function readGroups(question: GroupQuestion, port: SearchPort): Promise<Groups> {
  const all = await port.recordIndices();
  if (all.length === 0) {
    throw new TamarinError('question_failed', 'There are no records to ask about yet.', {
      hint: 'Ship some first: "tamarin sync ./my-logs", or "tamarin up" for the sample logs; ask those with --samples.',
    });
  }
  const byName = new Map<string, RawMetrics>();
  let totals = NO_METRICS;
  let missing = NO_METRICS;
  let isComplete = true;
  for (const index of indicesInScope(all, question.scope)) {
    const answer = (await port.search(index, groupsBody(question))) as unknown as GroupsAnswer; // the answer to groupsBody
    const { groups, missing: lacking, all: every } = answer.aggregations;
    for (const bucket of groups.buckets) {
      const name = String(bucket.key);
      byName.set(name, addMetrics(byName.get(name) ?? NO_METRICS, readMetrics(bucket)));
    }
    totals = addMetrics(totals, readMetrics(every));
    missing = addMetrics(missing, readMetrics(lacking));
    isComplete &&= groups.buckets.length < GROUPS_PER_INDEX_MAX;
  }
  return { byName, totals, missing, isComplete };
}

interface GroupsAnswer {
  readonly aggregations: {
    readonly groups: {
      readonly buckets: readonly (MetricBucket & { readonly key: string | number })[];
    };
    readonly missing: MetricBucket;
    readonly all: MetricBucket;
  };
}

function groupsBody({ dimension, by, scope }: GroupQuestion): Readonly<Record<string, unknown>> {
  const aggs = METRIC_AGGREGATIONS;
  const { field } = dimension;
  const size = GROUPS_PER_INDEX_MAX;
  return {
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: {
      groups: { terms: { field, size, shard_size: size, order: { [by.order]: 'desc' } }, aggs },
      missing: { missing: { field }, aggs },
      all: { filter: { match_all: {} }, aggs },
    },
  };
}
