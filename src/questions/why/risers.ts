/** Which values of a dimension have more on a day than they usually have. */
import type { Dimension } from '../ask/dimension-table.ts';
import { groupName, namedTerms } from '../ask/group-values.ts';
import type { Metric } from '../ask/metric.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { answerTop } from '../top/answer.ts';
import { type Day, median } from './days.ts';

/** Nobody's rise is greater than what they have: who is not among the first has less than these. */
const VALUES_MAX = 50;

export interface Riser {
  readonly dimension: string;
  readonly name: string;
  readonly value: number;
  /** Median of the days that the day is compared with. */
  readonly usual: number;
  readonly rise: number;
  readonly requests: number;
  readonly usualRequests: number;
}

export interface RisersAsked {
  readonly dimension: Dimension;
  readonly by: Metric;
  readonly zone: string;
  /** Its filters; the range is that of the day. */
  readonly scope: Scope;
  /** Each with its end. */
  readonly comparedWith: readonly (Day & { readonly toMs: number })[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** By rise, the greatest first. */
export async function findRisers(
  asked: RisersAsked,
  snapshot: Snapshot,
): Promise<readonly Riser[]> {
  const { dimension, by, scope } = asked;
  const { rows } = await answerTop({ dimension, by, scope, limit: VALUES_MAX }, snapshot);
  const names = rows.map(({ name }) => name);
  const usual = await readUsual(names, asked, snapshot);
  return rows
    .map((row): Riser => {
      const value = Number(row[by.key] ?? 0); // of a metric that adds up it is a number
      const own = usual.get(row.name) ?? { value: 0, requests: 0 };
      return {
        dimension: dimension.name,
        name: row.name,
        value,
        usual: own.value,
        rise: value - own.value,
        requests: row.requests,
        usualRequests: own.requests,
      };
    })
    .sort((a, b) => b.rise - a.rise);
}

type Usual = Pick<Riser, 'value' | 'requests'>;

/** Of each name, over the days that the day is compared with; without a record it is 0 there. */
async function readUsual(
  names: readonly string[],
  { dimension, by, zone, scope, comparedWith }: RisersAsked,
  snapshot: Snapshot,
): Promise<ReadonlyMap<string, Usual>> {
  if (names.length === 0) return new Map();
  const named = namedTerms(dimension, names);
  const days = comparedWith.map(({ fromMs, toMs }) =>
    scopeQuery({ from: iso(fromMs), to: iso(toMs), filters: [] }),
  );
  const query = scopeQuery(
    { ...scope, from: null, to: null },
    { bool: { should: days } },
    { terms: { [named.field]: named.include } },
  );
  const byDay = {
    date_histogram: {
      field: '@timestamp',
      calendar_interval: 'day',
      time_zone: zone,
      min_doc_count: 0,
    },
    aggs: aggregationOf(by),
  } as const;
  const size = names.length;
  const { groups } = await snapshot.aggregate(query, {
    groups: { terms: { ...named, size, shard_size: size }, aggs: { byDay } },
  });
  return new Map(
    groups.buckets.map((bucket) => {
      const counted = new Map(bucket.byDay.buckets.map((each) => [each.key, each]));
      const own = comparedWith.map(({ fromMs }) => counted.get(fromMs) ?? { doc_count: 0 });
      const value = median(own.map((each) => Number(rawValueIn(each, by) ?? 0))) / by.unit;
      const requests = median(own.map(({ doc_count: records }) => records));
      return [groupName(dimension, bucket.key) ?? '', { value, requests }];
    }),
  );
}
