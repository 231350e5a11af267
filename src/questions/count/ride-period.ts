/**
 * Finds the period of an answer. Nothing more is searched for it where the answer looks at all its
 * records anyway: it rides on the first search over them.
 */
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import type { Query } from '../ask/scope.ts';
import { GAPS_MAX, type RecordPeriod } from '../reach/record-period.ts';
import type { Snapshot } from './snapshot.ts';

const DAY_MS = 86_400_000;

export const PERIOD_AGGREGATIONS = {
  period_first: { min: { field: '@timestamp' } },
  period_last: { max: { field: '@timestamp' } },
  period_days: {
    date_histogram: {
      field: '@timestamp',
      calendar_interval: 'day',
      time_zone: 'UTC',
      min_doc_count: 1,
    },
  },
} as const satisfies Aggregations;

export function periodOf(found: Aggregated<typeof PERIOD_AGGREGATIONS>): RecordPeriod {
  const { period_first: first, period_last: last, period_days: days } = found;
  const gaps: RecordPeriod['gaps'][number][] = [];
  let daysWithout = 0;
  for (const [at, { key: dayMs }] of days.buckets.entries()) {
    const previousMs = days.buckets[at - 1]?.key ?? dayMs - DAY_MS;
    if (dayMs - previousMs === DAY_MS) continue;
    daysWithout += (dayMs - previousMs) / DAY_MS - 1;
    if (gaps.length < GAPS_MAX)
      gaps.push({ first: dayOf(previousMs + DAY_MS), last: dayOf(dayMs - DAY_MS) });
  }
  return { first: isoOf(first.value), last: isoOf(last.value), daysWithout, gaps };
}

const isoOf = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 'yyyy-mm-dd'.length);

interface Riding {
  /** To be asked instead: the period rides on one of its searches. */
  readonly snapshot: Snapshot;
  /** Searches by itself where there was nothing to ride on. @throws TamarinError */
  readonly period: () => Promise<RecordPeriod>;
}

/** Of all records that match the query. */
export function ridePeriod(query: Query, snapshot: Snapshot): Riding {
  const wanted = JSON.stringify(query);
  let riding: Promise<RecordPeriod> | null = null;
  const countAndAggregate: Snapshot['countAndAggregate'] = async (asked, aggs) => {
    if (riding !== null || !isLight(aggs) || JSON.stringify(asked) !== wanted)
      return snapshot.countAndAggregate(asked, aggs);
    const both = snapshot.countAndAggregate(asked, { ...aggs, ...PERIOD_AGGREGATIONS });
    riding = both.then(({ aggregated }) => periodOf(aggregated));
    riding.catch(() => undefined); // the answer fails by the search itself
    return both;
  };
  return {
    snapshot: {
      ...snapshot,
      countAndAggregate,
      aggregate: async (asked, aggs) => (await countAndAggregate(asked, aggs)).aggregated,
    },
    period: async () => riding ?? periodOf(await snapshot.aggregate(query, PERIOD_AGGREGATIONS)),
  };
}

/** Groups may be as many as a server allows: days on top would be too many. */
const isLight = (aggs: Aggregations): boolean =>
  Object.values(aggs).every(
    (agg) => !('terms' in agg || 'composite' in agg || 'date_histogram' in agg),
  );
