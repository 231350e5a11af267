/** Distinct counts of each interval: what one has tells nothing of another. */
import type { Metric } from '../ask/metric.ts';
import type { RawMetrics } from '../ask/metrics.ts';
import type { Scope } from '../ask/scope.ts';
import { countAllTuples } from '../count/count-tuples.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';

interface Counted {
  readonly timeMs: number;
  readonly raw: RawMetrics;
}

interface Asked {
  readonly by: Metric;
  readonly scope: Scope;
}

interface With {
  readonly snapshot: Snapshot;
  readonly onProgress: OnProgress | undefined;
}

/** `rows`: in order, without a gap. */
export async function withTuples<Row extends Counted>(
  rows: readonly Row[],
  { by, scope }: Asked,
  { snapshot, onProgress }: With,
): Promise<readonly Row[]> {
  if (by.tuples === undefined) return rows;
  const counted: Row[] = [];
  for (const [at, row] of rows.entries()) {
    const { timeMs, raw } = row;
    const own = within(scope, timeMs, rows[at + 1]?.timeMs);
    const extra = raw.requests === 0 ? 0 : await countAllTuples({ by, scope: own }, snapshot); // one interval after the other
    counted.push({ ...row, raw: { ...raw, extra } });
    onProgress?.({ groups: at + 1, groupsExpected: rows.length });
  }
  return counted;
}

/** The first interval may begin before the scope does, and the last end behind it. */
function within(scope: Scope, fromMs: number, toMs: number | undefined): Scope {
  const from = new Date(fromMs).toISOString();
  const isEarlier = scope.from !== null && scope.from > from;
  const to = toMs === undefined ? scope.to : new Date(toMs).toISOString();
  return { ...scope, from: isEarlier ? scope.from : from, to };
}
