/** Which values of a dimension have more on a day than they usually have. */
import type { Dimension } from '../ask/dimension-table.ts';
import { groupName, namedTerms } from '../ask/group-values.ts';
import type { Metric } from '../ask/metric.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { answerTop } from '../top/answer.ts';
import { type ComparedDay, daysOf, inDays } from './compared-days.ts';
import { median } from './days.ts';

/**
 * So many values that have most on the day are compared. Nobody's rise is greater than what they have:
 * if one of these rose by as much as the last of them has, no other rose by more. A second list is read
 * only where that does not hold; it is as long as fits into one request, each value with 16 weeks of
 * days, below the 65,535 buckets of a server.
 */
const LISTS = [50, 400] as const;

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
  readonly comparedWith: readonly ComparedDay[];
}

/**
 * By rise, the greatest first: nobody who is left out rose by more than the first. None where that
 * cannot be proved: then nobody rose by more than a four-hundredth of the day, and nobody explains it.
 */
export async function findRisers(
  asked: RisersAsked,
  snapshot: Snapshot,
): Promise<readonly Riser[]> {
  for (const limit of LISTS) {
    const risers = await compareFirst(limit, asked, snapshot); // a longer list only where one proves nothing
    const least = Math.min(...risers.map(({ value }) => value));
    if (risers.length < limit || (risers[0]?.rise ?? 0) >= least) return risers;
  }
  return [];
}

async function compareFirst(
  limit: number,
  asked: RisersAsked,
  snapshot: Snapshot,
): Promise<readonly Riser[]> {
  const { dimension, by, scope } = asked;
  const { rows } = await answerTop({ dimension, by, scope, limit }, snapshot);
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
  const query = scopeQuery({ ...scope, from: null, to: null }, inDays(comparedWith), {
    terms: { [named.field]: named.include },
  });
  const byDay = { ...daysOf(zone), aggs: aggregationOf(by) };
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
