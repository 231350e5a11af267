/** Every metric that a question can be asked by. */
import { COST, type CostMetric } from './cost-metric.ts';
import { DISTINCT_METRICS, type DistinctMetric } from './distinct-metric.ts';
import { EXTRA_METRIC_TABLE, type ExtraMetric } from './extra-metric-table.ts';
import { addsUp, type CoreMetric, METRIC_TABLE } from './metric-table.ts';

export type Metric = CoreMetric | ExtraMetric | DistinctMetric | CostMetric;

/** Of a column of numbers that only some answers have. */
export type ExtraKey = (ExtraMetric | DistinctMetric)['key'];

/** Those with a name of their own: beside them there is `distinct(<dimension>)`. */
export const EVERY_METRIC: readonly Metric[] = [
  ...METRIC_TABLE,
  ...EXTRA_METRIC_TABLE,
  ...DISTINCT_METRICS,
  COST,
];

export const findMetric = (name: string): Metric | null =>
  EVERY_METRIC.find((metric) => metric.name === name) ?? null;

/** Those of which groups have shares, and a population a total. */
export const SUMMED_METRICS: readonly Metric[] = EVERY_METRIC.filter(addsUp);

/** Those of them that are numbers. */
export const COUNTED_METRICS: readonly Metric[] = SUMMED_METRICS.filter(
  ({ kind }) => kind !== 'money',
);

/** What is to be shown as money: the metric itself, or what stands beside it. */
export const costIn = (metric: Metric): CostMetric | null =>
  metric.key === 'cost' ? metric : (metric.beside ?? null);
