/** The question "how much, when": all metrics by hour, day, week or month, in UTC. */
import { TamarinError } from '../../core/error.ts';
import type { Interval } from '../ask/interval-table.ts';
import type { Metric } from '../ask/metric.ts';
import { fullDownloadsErrorMax } from '../ask/metric-table.ts';
import {
  addMetrics,
  aggregationsBy,
  greatestSum,
  type Metrics,
  NO_METRICS,
  readMetrics,
  showMetrics,
  type Totals,
} from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { type Estimates, type Exactness, estimatesOf, exactnessOf } from '../count/exactness.ts';
import { readTimes } from '../count/read-times.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { withExtra } from '../count/totals.ts';
import { withTuples } from './with-tuples.ts';

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

export interface TimelineAnswer extends Totals, Estimates, Exactness {
  readonly question: 'timeline';
  readonly by: string;
  readonly interval: string;
  readonly from: string | null;
  readonly to: string | null;
  /** From the first interval with a record to the last, without gaps. */
  readonly rows: readonly TimelineRow[];
}

export async function answerTimeline(
  { by, interval, scope }: TimelineQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TimelineAnswer> {
  await checkRowCount(interval, scope, snapshot);
  const { intervals } = await snapshot.aggregate(scopeQuery(scope), {
    intervals: {
      date_histogram: {
        field: '@timestamp',
        calendar_interval: interval.name,
        time_zone: 'UTC',
        min_doc_count: 0,
      },
      aggs: aggregationsBy(by),
    },
  });
  const rows = intervals.buckets.map((bucket) => ({
    timeMs: bucket.key,
    raw: readMetrics(bucket, by),
  }));
  const counted = await withTuples(rows, { by, scope }, { snapshot, onProgress });
  const summed = counted.reduce((sum, { raw }) => addMetrics(sum, raw), NO_METRICS);
  const totals = await withExtra(summed, { scope, by }, snapshot);
  return {
    question: 'timeline',
    by: by.name,
    interval: interval.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(totals, by),
    fullDownloadsErrorMax: fullDownloadsErrorMax(totals),
    rows: counted.map(({ timeMs, raw }) => ({
      time: new Date(timeMs).toISOString(),
      ...showMetrics(raw, by),
    })),
    ...estimatesOf(by),
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
    `One row per ${interval.name} would give about ${Math.round(rows)} rows, over the limit of ${ROWS_MAX}.`,
    { hint: 'Choose a longer --interval, or a shorter range: --from, --to.' },
  );
}
