/** In which hours of a day most of something happened. */
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { WhyQuestion } from './read.ts';

const HOUR_MS = 3_600_000;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Hour {
  readonly fromMs: number;
  readonly value: number;
}

/** So much of it. */
const MOST = 0.8;

/** The shortest run of hours that has most of it, the first of several; null where there is nothing. */
export function busyHours(hours: readonly Hour[]): Span | null {
  const wanted = MOST * hours.reduce((sum, { value }) => sum + value, 0);
  if (wanted === 0) return null;
  let shortest: Span | null = null;
  let [begin, sum] = [0, 0];
  for (const { fromMs, value } of hours) {
    sum += value;
    for (
      let first = hours[begin];
      first !== undefined && sum - first.value >= wanted;
      first = hours[begin]
    ) {
      // biome-ignore format: one loop
      sum -= first.value;
      begin += 1;
    }
    const run = { fromMs: hours[begin]?.fromMs ?? fromMs, toMs: fromMs + HOUR_MS };
    if (sum >= wanted && (shortest === null || lengthOf(run) < lengthOf(shortest))) shortest = run;
  }
  return shortest;
}

const lengthOf = ({ fromMs, toMs }: Span): number => toMs - fromMs;

/** `scope`: of a day, and of what is asked about. */
export async function readBusyHours(
  scope: Scope,
  { by, zone }: WhyQuestion,
  snapshot: Snapshot,
): Promise<Span | null> {
  const { hours } = await snapshot.aggregate(scopeQuery(scope), {
    hours: {
      date_histogram: {
        field: '@timestamp',
        calendar_interval: 'hour',
        time_zone: zone,
        min_doc_count: 0,
      },
      aggs: aggregationOf(by),
    },
  });
  return busyHours(
    hours.buckets.map((bucket) => ({
      fromMs: bucket.key,
      value: Number(rawValueIn(bucket, by) ?? 0),
    })),
  );
}
