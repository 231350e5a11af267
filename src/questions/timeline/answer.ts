/** The question "how much, when": all metrics by spans of the calendar of a time zone. */
import type { Cost } from '../../core/cost.ts';
import { TamarinError } from '../../core/error.ts';
import { offsetsOf, zonedIso } from '../../core/zone-time.ts';
import type { GroupDimension } from '../ask/fold-table.ts';
import type { Interval } from '../ask/interval-table.ts';
import type { Metric } from '../ask/metric.ts';
import { fullDownloadsErrorMax } from '../ask/metric-table.ts';
import {
  addMetrics,
  aggregationOf,
  aggregationsBy,
  greatestSum,
  type MetricBucket,
  type Metrics,
  NO_METRICS,
  type RawMetrics,
  readMetrics,
  showMetrics,
  type Totals,
} from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { type Estimates, type Exactness, estimatesOf, exactnessOf } from '../count/exactness.ts';
import { readTimes, type Times } from '../count/read-times.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { withExtra } from '../count/totals.ts';
import { isPartOfInterval } from './edges.ts';
import { readSplit, type Split } from './split.ts';
import { withTuples } from './with-tuples.ts';

/** Over a year of hours; below the 65,535 buckets of a server. */
const ROWS_MAX = 10_000;

export interface TimelineQuestion {
  readonly by: Metric;
  readonly interval: Interval;
  /** IANA name. */
  readonly zone: string;
  readonly scope: Scope;
  /** What each row is split by; absent or null: nothing. */
  readonly split?: GroupDimension | null;
}

interface TimelineRow extends Metrics {
  /** Begin of the interval, `2026-01-17T00:00:00.000Z`; in another zone with its offset, `…+01:00`. */
  readonly time: string;
  /** At an edge, and less than a whole interval; else absent. */
  readonly isPart?: true;
  /** By the metric that is asked by, of each name of the split. */
  readonly parts?: readonly Shown[];
  /** Of all other records. */
  readonly rest?: Shown;
}

/** A value of a metric. */
type Shown = number | string | Cost | null;

export interface TimelineAnswer extends Totals, Estimates, Exactness {
  readonly question: 'timeline';
  readonly by: string;
  readonly interval: string;
  readonly tz: string;
  readonly from: string | null;
  readonly to: string | null;
  /** What the parts of the rows are: the first values over the whole range, in their order. */
  readonly split?: { readonly dimension: string; readonly names: readonly string[] };
  /** From the first interval with a record to the last, without gaps. */
  readonly rows: readonly TimelineRow[];
}

export async function answerTimeline(
  question: TimelineQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TimelineAnswer> {
  const { by, interval, zone, scope, split: dimension = null } = question;
  const times = await readTimes(scope, snapshot);
  checkRowCount(interval, times);
  const split =
    dimension === null ? null : await readSplit({ split: dimension, by, scope }, snapshot);
  const rows = await countRows(question, split, snapshot);
  const counted = await withTuples(rows, { by, scope }, { snapshot, onProgress });
  const summed = counted.reduce((sum, { raw }) => addMetrics(sum, raw), NO_METRICS);
  const offsetAt = offsetsOf(zone);
  const reach = { fromMs: msOf(scope.from), toMs: msOf(scope.to), ...times };
  const totals = await withExtra(summed, { scope, by }, snapshot);
  return {
    question: 'timeline',
    by: by.name,
    interval: interval.name,
    tz: zone,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(totals, by),
    fullDownloadsErrorMax: fullDownloadsErrorMax(totals),
    ...(split === null || dimension === null
      ? {}
      : { split: { dimension: dimension.name, names: split.names } }),
    rows: counted.map(({ timeMs, raw, parts }) => ({
      time: zonedIso(timeMs, zone, offsetAt),
      ...(isPartOfInterval(timeMs, reach, interval, offsetAt) ? { isPart: true as const } : {}),
      ...showMetrics(raw, by),
      ...(split === null ? {} : showParts(parts, by)),
    })),
    ...estimatesOf(by),
    ...exactnessOf(snapshot, { sum: greatestSum(totals) }),
  };
}

const msOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

interface CountedRow {
  readonly timeMs: number;
  readonly raw: RawMetrics;
  /** Of each name of the split, then of the rest; empty without one. */
  readonly parts: readonly RawMetrics[];
}

async function countRows(
  { by, interval, zone, scope }: TimelineQuestion,
  split: Split | null,
  snapshot: Snapshot,
): Promise<readonly CountedRow[]> {
  const queries = split === null ? [] : [...split.queries, split.rest];
  const slots = queries.map((_, at) => `part${at}`);
  const parts = Object.fromEntries(
    queries.map((filter, at) => [slots[at], { filter, aggs: aggregationOf(by) }]),
  );
  const { intervals } = await snapshot.aggregate(scopeQuery(scope), {
    intervals: {
      date_histogram: {
        field: '@timestamp',
        calendar_interval: interval.name,
        time_zone: zone,
        min_doc_count: 0,
      },
      aggs: { ...aggregationsBy(by), ...parts },
    },
  });
  return intervals.buckets.map((bucket) => {
    const within = bucket as Readonly<Record<string, MetricBucket | undefined>> & typeof bucket; // as asked above
    return {
      timeMs: bucket.key,
      raw: readMetrics(bucket, by),
      parts: slots.map((slot) => readMetrics(within[slot] ?? { doc_count: 0 }, by)),
    };
  });
}

function showParts(parts: readonly RawMetrics[], by: Metric) {
  const values = parts.map((raw): Shown => showMetrics(raw, by)[by.key] ?? null);
  return { parts: values.slice(0, -1), rest: values.at(-1) ?? null };
}

/** Gaps are rows too: two records twenty years apart would make 175,000 of them by the hour. */
function checkRowCount(interval: Interval, { firstMs, lastMs }: Times): void {
  const rows = (lastMs - firstMs) / interval.shortestMs;
  if (!(rows > ROWS_MAX)) return; // NaN: no records, no rows
  throw new TamarinError(
    'question_too_large',
    `One row per ${interval.name} would give about ${Math.round(rows)} rows, over the limit of ${ROWS_MAX}.`,
    { hint: 'Choose a longer --interval, or a shorter range: --from, --to.' },
  );
}
