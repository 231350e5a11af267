/**
 * Aggregation bodies over the shards of documents in memory. As in OpenSearch each shard lists its
 * own first `shard_size` groups, and the lists are added up: what a shard left out is lost.
 */
import {
  type Bucket,
  composite,
  dateHistogram,
  groupsOf,
  type MakeBucket,
} from './memory-pages.ts';
import { type Body, matcher, only } from './memory-query.ts';
import { readInclude } from './memory-text.ts';
import { compareKeys, type Entry, has, type Shards, timeOf, type Value, valuesOf } from './memory-values.ts'; // biome-ignore format: one import

/** What a server does in its own way. */
export interface ServerWays {
  /** How many buckets an answer has so far; throws where there are too many. */
  countBucket(): void;
  /** What `cardinality` makes of the true number. */
  estimate(distinct: number): number;
}

export function aggregate(aggs: unknown, shards: Shards, server: ServerWays): Body {
  return Object.fromEntries(
    Object.entries((aggs ?? {}) as Body).map(([name, agg]) => [
      name,
      evaluate(agg, shards, server),
    ]), // a table of aggregations
  );
}

function evaluate(agg: unknown, shards: Shards, server: ServerWays): Body {
  const { aggs, ...rest } = agg as Body; // the body of one aggregation
  const [kind, body] = only(rest);
  const bucket = (some: Shards): Bucket => {
    server.countBucket();
    return { doc_count: some.flat().length, ...aggregate(aggs, some, server) };
  };
  const within = (matches: (entry: Entry) => boolean): Shards =>
    shards.map((entries) => entries.filter(matches));
  const field = String(body.field);
  switch (kind) {
    case 'filter':
      return { ...bucket(within(matcher(body))) };
    case 'missing':
      return { ...bucket(within((entry) => !has(entry, field))) };
    case 'terms':
      return termsOf(body, shards, bucket, (entries) => evaluateOrder(body, aggs, entries));
    case 'composite':
      return composite(body, shards, bucket);
    case 'date_histogram':
      return dateHistogram(body, shards, bucket);
    case 'cardinality': {
      const values = shards.flat().flatMap((entry) => valuesOf(entry, field));
      return { value: server.estimate(new Set(values).size) };
    }
    default:
      return metric(kind, body, shards.flat());
  }
}

function metric(kind: string, body: Body, entries: readonly Entry[]): Body {
  const field = String(body.field);
  const values = entries.flatMap((entry) => valuesOf(entry, field));
  switch (kind) {
    case 'sum':
      return { value: values.reduce<number>((sum, value) => sum + Number(value), 0) };
    case 'avg': {
      const sum = values.reduce<number>((total, value) => total + Number(value), 0);
      return { value: values.length === 0 ? null : sum / values.length };
    }
    case 'min':
    case 'max': {
      const times = values.map(timeOf);
      const pick = (a: number, b: number): number => (kind === 'min' ? Math.min(a, b) : Math.max(a, b)); // biome-ignore format: one rule
      return { value: times.length === 0 ? null : times.reduce(pick) };
    }
    case 'percentiles':
      return { values: percentiles(body, values.map(Number)) };
    default:
      throw new Error(`no such aggregation here: ${kind}`);
  }
}

/** By nearest rank, a little too much: as an HDR histogram of two digits may be. */
function percentiles({ percents, hdr }: Body, values: readonly number[]): Body {
  if (JSON.stringify(hdr) !== '{"number_of_significant_value_digits":2}')
    throw new Error('a bound of 1 %');
  const ascending = values.toSorted((a, b) => a - b);
  return Object.fromEntries(
    (percents as readonly number[]).map((percent) => {
      const value = ascending[Math.ceil((percent * ascending.length) / 100) - 1];
      return [percent.toFixed(1), value === undefined ? null : value * 1.009];
    }), // a list of percents
  );
}

/** Within one group nothing is limited or estimated. */
const NO_SERVER: ServerWays = { countBucket: () => undefined, estimate: (distinct) => distinct };

/** What groups are ordered by; by default their number of documents. */
function evaluateOrder({ order }: Body, aggs: unknown, entries: readonly Entry[]): number {
  const [by, direction] = only(order ?? { _count: 'desc' });
  if (String(direction) !== 'desc') throw new Error('the first are those with the most');
  if (by === '_count') return entries.length;
  const [name = '', within] = by.split('>');
  const sub = (aggs as Body)[name]; // sub-aggregations by name
  const answer = evaluate(sub, [entries], NO_SERVER) as {
    value?: number;
    doc_count?: number;
    of?: { value: number };
  }; // a metric or a filter, or a metric within one
  const inner = within === 'of' ? answer.of?.value : undefined;
  return inner ?? answer.value ?? answer.doc_count ?? Number.NaN;
}

/** Of a list the values, of a text those that it matches; without either all. */
function includeOf({ include }: Body): (value: Value) => boolean {
  if (include === undefined) return () => true;
  if (typeof include === 'string') {
    const test = readInclude(include);
    return (value) => test(String(value));
  }
  const names = new Set((include as readonly string[]).map(String)); // a list of values
  return (value) => names.has(String(value));
}

function termsOf(
  body: Body,
  shards: Shards,
  bucket: MakeBucket,
  orderOf: (entries: readonly Entry[]) => number,
): Body {
  const field = String(body.field);
  const isIncluded = includeOf(body);
  const size = Number(body.size ?? 10);
  const shardSize = Math.max(size, Number(body.shard_size ?? size * 1.5 + 10));
  const listed = shards.map((entries) => {
    const groups = groupsOf(entries, (entry) => valuesOf(entry, field).filter(isIncluded));
    const ranked = [...groups].map(([key, group]) => ({ key, group, value: orderOf(group) }));
    return ranked
      .sort((a, b) => b.value - a.value || compareKeys(a.key, b.key))
      .slice(0, Math.floor(shardSize));
  });
  const merged = new Map<Value, Entry[][]>();
  for (const [at, groups] of listed.entries()) {
    for (const { key, group } of groups) {
      const parts = merged.get(key) ?? shards.map(() => []);
      parts[at] = group;
      merged.set(key, parts);
    }
  }
  const ranked = [...merged].map(([key, parts]) => ({ key, parts, value: orderOf(parts.flat()) }));
  const first = ranked
    .sort((a, b) => b.value - a.value || compareKeys(a.key, b.key))
    .slice(0, size);
  return { buckets: first.map(({ key, parts }) => ({ key, ...bucket(parts) })) };
}
