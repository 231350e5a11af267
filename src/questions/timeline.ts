/** The question "how much, when": all metrics by hour, day, week or month, in UTC. */
import { TamarinError } from '../core/error.ts';
import { type Exactness, exactnessOf } from './exactness.ts';
import {
  addMetrics,
  fullDownloadsErrorMax,
  greatestSum,
  METRIC_AGGREGATIONS,
  type Metric,
  type MetricBucket,
  type Metrics,
  NO_METRICS,
  readMetrics,
  showMetrics,
} from './metric-table.ts';
import { type Scope, scopeQuery } from './scope.ts';
import type { Snapshot } from './snapshot.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Each interval by name; weeks begin on Monday. The shortest duration tells how many rows fit. */
// biome-ignore format: a table, one row an interval
export const INTERVAL_TABLE = [
  { name: 'hour', shortestMs: HOUR_MS },
  { name: 'day', shortestMs: DAY_MS },
  { name: 'week', shortestMs: 7 * DAY_MS },
  { name: 'month', shortestMs: 28 * DAY_MS },
] as const;

type Interval = (typeof INTERVAL_TABLE)[number];

/** Over a year of hours; below the 65,535 buckets of a server. */
const ROWS_MAX = 10_000;

export interface TimelineQuestion {
  readonly by: Metric;
  readonly interval: Interval;
  readonly scope: Scope;
}

interface TimelineRow extends Metrics {
  /** Begin of the interval, `2026-01-17T00:00:00.000Z`. */
  readonly time: string;
}

export interface TimelineAnswer extends Exactness {
  readonly question: 'timeline';
  readonly by: string;
  readonly interval: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly totals: Metrics;
  /** `fullDownloads` of the totals is off by this much at most, of a row by its downloads ÷ 2,000,000. */
  readonly fullDownloadsErrorMax: number;
  /** From the first interval with a record to the last, without gaps. */
  readonly rows: readonly TimelineRow[];
}

interface TimelineAggregations {
  readonly intervals: { readonly buckets: readonly (MetricBucket & { readonly key: number })[] };
}

export async function answerTimeline(
  { by, interval, scope }: TimelineQuestion,
  snapshot: Snapshot,
): Promise<TimelineAnswer> {
  await checkRowCount(interval, scope, snapshot);
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: {
      intervals: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: interval.name,
          time_zone: 'UTC',
          min_doc_count: 0,
        },
        aggs: METRIC_AGGREGATIONS,
      },
    },
  });
  const { buckets } = (aggregations as unknown as TimelineAggregations).intervals; // the answer to these aggs
  const counted = buckets.map((bucket) => ({ timeMs: bucket.key, raw: readMetrics(bucket) }));
  const totals = counted.reduce((sum, { raw }) => addMetrics(sum, raw), NO_METRICS);
  return {
    question: 'timeline',
    by: by.name,
    interval: interval.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(totals),
    fullDownloadsErrorMax: fullDownloadsErrorMax(totals),
    rows: counted.map(({ timeMs, raw }) => ({
      time: new Date(timeMs).toISOString(),
      ...showMetrics(raw),
    })),
    ...exactnessOf(snapshot, { sum: greatestSum(totals) }),
  };
}

/** Gaps are rows too: two records twenty years apart would make 175,000 of them by the hour. */
async function checkRowCount(interval: Interval, scope: Scope, snapshot: Snapshot): Promise<void> {
  const { firstMs, lastMs } = await readTimes(scope, snapshot);
  const rows = (lastMs - firstMs) / interval.shortestMs;
  if (!(rows > ROWS_MAX)) return; // NaN: no records, no rows
  throw new TamarinError(
    'question_too_large',
    `By the ${interval.name} there would be about ${Math.round(rows)} rows, over ${ROWS_MAX}.`,
    { hint: 'Take a longer --interval, or a shorter range: --from, --to.' },
  );
}

export interface Times {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Of the first and the last record; NaN where there is none. */
export async function readTimes(scope: Scope, snapshot: Snapshot): Promise<Times> {
  const { aggregations } = await snapshot.search({
    size: 0,
    track_total_hits: false,
    query: scopeQuery(scope),
    aggs: {
      first: { min: { field: '@timestamp' } },
      last: { max: { field: '@timestamp' } },
    },
  });
  type Time = { readonly value: number | null };
  const { first, last } = aggregations as unknown as { first: Time; last: Time }; // the answer to these aggs
  return { firstMs: first.value ?? Number.NaN, lastMs: last.value ?? Number.NaN };
}
