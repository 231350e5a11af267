/** The exact metrics of groups whose names are known. */
import type { GroupQuestion } from '../ask/group-question.ts';
import { groupName, namedTerms } from '../ask/group-values.ts';
import { aggregationsBy, type RawMetrics, readMetrics } from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { halvingOnTooMany } from './server-limits.ts';
import type { Snapshot } from './snapshot.ts';

/** Below the 65,536 terms of a filter; an answer of so many rows is 6 MB. */
export const NAMES_MAX = 30_000;
/** Long names (user agents of some KB) are sent in smaller requests. */
const NAMES_CHARACTERS_MAX = 4_000_000;

type CountedGroups = Omit<GroupQuestion, 'limit'>;

/**
 * Every name that occurs in the scope, with its metrics. A request asks for as many groups as it
 * names, so no shard and no slice of one can leave a group out; and it asks for no others, because a
 * record of a field with several values is in groups too that nobody named.
 */
export async function countNames(
  names: readonly string[],
  groups: CountedGroups,
  snapshot: Snapshot,
): Promise<ReadonlyMap<string, RawMetrics>> {
  const counted = new Map<string, RawMetrics>();
  let namesMax = NAMES_MAX;
  for (let from = 0; from < names.length; ) {
    const wanted = Math.min(namesMax, names.length - from);
    const { taken, asked, buckets } = await halvingOnTooMany(wanted, async (asked) => {
      const chunk = takeNames(names, from, asked);
      return { taken: chunk.length, asked, buckets: await countChunk(chunk, groups, snapshot) };
    }); // one request after the other bounds what is held
    for (const bucket of buckets) {
      const name = groupName(groups.dimension, bucket.key);
      if (name !== null) counted.set(name, readMetrics(bucket, groups.by));
    }
    // What the server has refused once is not asked again.
    if (asked < wanted) namesMax = asked;
    from += taken;
  }
  return counted;
}

function takeNames(names: readonly string[], from: number, countMax: number): readonly string[] {
  let characters = 0;
  let to = from;
  while (to < names.length && to - from < countMax) {
    characters += names[to]?.length ?? 0;
    if (characters > NAMES_CHARACTERS_MAX && to > from) break;
    to += 1;
  }
  return names.slice(from, to);
}

async function countChunk(
  names: readonly string[],
  { dimension, scope, by }: CountedGroups,
  snapshot: Snapshot,
) {
  const named = namedTerms(dimension, names);
  const terms = { ...named, size: names.length, shard_size: names.length };
  const query = scopeQuery(scope, { terms: { [named.field]: named.include } });
  const { groups } = await snapshot.aggregate(query, {
    groups: { terms, aggs: aggregationsBy(by) },
  });
  return groups.buckets;
}
