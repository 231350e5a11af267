/**
 * Aggregations of classic visualizations. Fields and metrics come from the question tables, so that a
 * panel counts what the command of the same name counts.
 */
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import { findMetric, type Metric } from '../../questions/ask/metric.ts';
import type { Query } from '../../questions/ask/scope.ts';
import { capital } from './capital.ts';
import { LIST_GROUPS_MAX } from './list-groups-max.ts';

export type Schema = 'metric' | 'segment' | 'group' | 'bucket';

export interface Agg {
  readonly type: string;
  readonly schema: Schema;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Ids are positions, so the first metric of a panel always has this one. */
const FIRST_ID = '1';

/** Everything that a metric's aggregation and label need of its row. */
export interface PanelMetric {
  readonly agg: Agg;
  readonly label: string;
  /** What its records have to match: a metric of a classic panel cannot filter by itself. */
  readonly filter: Query | null;
  /** As behind `--by`. */
  readonly name: string;
  /** Its numbers are estimates where there are many. */
  readonly isEstimate: boolean;
}

const metric = (type: string, params: Agg['params']): Agg => ({ type, schema: 'metric', params });

/** A metric by its name on the command line; `distinct(key)` too. @throws Error for what no panel shows */
export function metricOf(name: string): PanelMetric {
  const distinctOf = /^distinct\((.*)\)$/.exec(name)?.[1];
  if (distinctOf !== undefined) return distinct(distinctOf);
  const row = findMetric(name);
  if (row === null) throw new Error(`No metric "${name}"`);
  const label = capital(row.heading);
  const isEstimate = row.combines === 'estimate';
  return { agg: aggOf(row, label), label, filter: filterOf(row), name, isEstimate };
}

function distinct(dimension: string): PanelMetric {
  const { field, plural } = requireDimension(dimension);
  // Short: it heads a narrow column. A number under "IP addresses" can only be how many there are.
  const label = capital(plural);
  const agg = metric('cardinality', { field, customLabel: label });
  return { agg, label, filter: null, name: `distinct(${dimension})`, isEstimate: true };
}

function aggOf({ name, aggregation }: Metric, customLabel: string): Agg {
  if (aggregation === null || 'filter' in aggregation) return metric('count', { customLabel });
  if ('sum' in aggregation) return metric('sum', { field: aggregation.sum.field, customLabel });
  if ('avg' in aggregation) return metric('avg', { field: aggregation.avg.field, customLabel });
  if ('max' in aggregation) return metric('max', { field: aggregation.max.field, customLabel });
  throw new Error(`No panel shows "${name}"`);
}

function filterOf({ aggregation }: Metric): Query | null {
  return aggregation !== null && 'filter' in aggregation ? aggregation.filter : null;
}

/** The first groups by the panel's first metric, from enough of each index to be the true first. */
export function terms(dimension: string, schema: Schema, size: number): Agg {
  const { field, heading } = requireDimension(dimension);
  const params = {
    ...{ field, size, order: 'desc', orderBy: FIRST_ID, customLabel: capital(heading) },
    ...{ otherBucket: false, otherBucketLabel: 'Other' },
    ...{ missingBucket: false, missingBucketLabel: 'Missing' },
    json: JSON.stringify({ shard_size: LIST_GROUPS_MAX }),
  };
  return { type: 'terms', schema, params };
}

/** Groups by a filter each, in DQL. */
export const filters = (schema: Schema, byLabel: Readonly<Record<string, string>>): Agg => ({
  type: 'filters',
  schema,
  params: {
    filters: Object.entries(byLabel).map(([label, query]) => ({
      input: { query, language: 'kuery' },
      label,
    })),
  },
});

/** Cut as finely as the time range suggests; without a label of ours, the axis says how finely. */
export const overTime = (): Agg => ({
  type: 'date_histogram',
  schema: 'segment',
  params: {
    ...{ field: '@timestamp', interval: 'auto', useNormalizedOpenSearchInterval: true },
    ...{ drop_partials: false, min_doc_count: 1, extended_bounds: {} },
  },
});

export const percentiles = (field: string, percents: readonly number[], label: string): Agg =>
  metric('percentiles', { field, percents, customLabel: label });
