/** How a client compares with the others of its kind, as `compare` does it: by bytes and requests. */
import { type Dimension, requireDimension } from '../ask/dimension-table.ts';
import type { RawMetrics } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { describePopulation, shareBelow } from '../count/statistics.ts';
import { ValueList } from '../count/value-list.ts';
import { sweepFields } from '../evidence/sweep-pages.ts';

interface BesideOthers {
  readonly mean: number;
  readonly median: number;
  readonly timesMean: number;
  /** null where the median is 0. */
  readonly timesMedian: number | null;
  /** Share of the others below the client. */
  readonly percentile: number;
}

export interface Compared {
  /** What the others are: of an address, all addresses; of a network of any size, those of a /24 or /48. */
  readonly dimension: string;
  readonly count: number;
  readonly bytes: BesideOthers;
  readonly requests: BesideOthers;
}

interface Client {
  readonly dimension: Dimension;
  readonly name: string;
  readonly totals: RawMetrics;
}

export async function compareWithOthers(
  { dimension, name, totals }: Client,
  scope: Scope,
  snapshot: Snapshot,
): Promise<Compared> {
  const isNetwork = dimension.kind === 'ip' && name.includes('/');
  const others = isNetwork ? requireDimension('network') : dimension;
  const [bytes, requests] = [new ValueList(), new ValueList()];
  const aggs = { bytes: { sum: { field: 'bytes_sent' } } } as const;
  const swept = { fields: [others.field], query: scopeQuery(scope), aggs };
  const count = await sweepFields(swept, snapshot, (group) => {
    bytes.add(group.bytes.value);
    requests.add(group.doc_count);
  });
  return {
    dimension: others.name,
    count,
    bytes: beside(totals.bytes, bytes.sortAscending()),
    requests: beside(totals.requests, requests.sortAscending()),
  };
}

function beside(value: number, ascending: Float64Array): BesideOthers {
  const { mean, median } = describePopulation(ascending);
  return {
    mean,
    median,
    timesMean: mean === 0 ? 0 : value / mean,
    timesMedian: median === 0 ? null : value / median,
    percentile: shareBelow(ascending, value),
  };
}
