/** What a panel shows of the answer to its request. */
import type { ReadAgg, VisState } from './read-objects.ts';

/** Of one aggregation. */
export interface Found {
  readonly value?: number | null;
  readonly values?: readonly { readonly key: number; readonly value: number | null }[];
  /** By name where they are of filters. */
  readonly buckets?: readonly Bucket[] | Readonly<Record<string, Bucket>>;
}

/** Beside its key, what was asked within it, by the ids of the aggregations. */
export interface Bucket {
  readonly key?: string | number;
  readonly doc_count: number;
  readonly [id: string]: unknown;
}

export interface PanelAnswer {
  readonly _shards: { readonly failed: number };
  readonly hits: { readonly total: { readonly value: number } };
  readonly aggregations?: Readonly<Record<string, Found>>;
}

export interface Row {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export const foundIn = (bucket: Bucket, id: string): Found => (bucket[id] ?? {}) as Found; // of an id that was asked for

/** The groups, with their names. */
export function bucketsOf({ buckets = [] }: Found): readonly (readonly [string, Bucket])[] {
  if (!Array.isArray(buckets)) return Object.entries(buckets);
  const list: readonly Bucket[] = buckets;
  return list.map((bucket) => [String(bucket.key), bucket]);
}

export const numberOf = ({ id, type }: ReadAgg, bucket: Bucket): number | null =>
  type === 'count' ? bucket.doc_count : (foundIn(bucket, id).value ?? null);

const aggOfSchema = ({ aggs }: VisState, schema: string): ReadAgg | undefined =>
  aggs.find((agg) => agg.schema === schema);

/** Of a table: a row a group, a value a metric. */
export function listRows(state: VisState, { aggregations = {} }: PanelAnswer): readonly Row[] {
  const rows = aggOfSchema(state, 'bucket');
  const metrics = state.aggs.filter(({ schema }) => schema === 'metric');
  return bucketsOf(aggregations[rows?.id ?? ''] ?? {}).map(([name, bucket]) => ({
    name,
    values: metrics.map((metric) => numberOf(metric, bucket)),
  }));
}

/** Of a chart: a value for each time and part, called `<time> <part>`. */
export function chartRows(state: VisState, { aggregations = {} }: PanelAnswer) {
  const [metric, times, parts] = ['metric', 'segment', 'group'].map((each) =>
    aggOfSchema(state, each),
  );
  if (metric === undefined) throw new Error('A chart without a number');
  const whole = (bucket: Bucket): readonly (readonly [string, Bucket])[] => [['', bucket]];
  return new Map(
    bucketsOf(aggregations[times?.id ?? ''] ?? {}).flatMap(([time, bucket]) => {
      const split = parts === undefined ? whole(bucket) : bucketsOf(foundIn(bucket, parts.id));
      return split.map(([part, inner]) => [`${time} ${part}`, numberOf(metric, inner)] as const);
    }),
  );
}
