/**
 * How popular files are, and so how many different ones a number of requests meets that are made as
 * everybody's are: people ask for what is popular, again and again. Who goes through all of them meets
 * more.
 */
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';

/** Of the most popular files the requests are known, of all others how many they have together. */
const KNOWN_FILES = 20_000;

export interface Popularity {
  readonly requests: number;
  /** Different ones, about. */
  readonly files: number;
  /** Requests of the most popular, descending. */
  readonly known: readonly number[];
}

export async function readPopularity(query: Query, snapshot: Snapshot): Promise<Popularity> {
  const { records, aggregated } = await snapshot.countAndAggregate(
    { bool: { filter: [query, { exists: { field: 'key' } }] } },
    {
      files: { cardinality: { field: 'key' } },
      known: { terms: { field: 'key', size: KNOWN_FILES, shard_size: KNOWN_FILES } },
    },
  );
  const known = aggregated.known.buckets.map(({ doc_count: requests }) => requests);
  return { requests: records, known, files: Math.max(aggregated.files.value, known.length) };
}

/**
 * Different files among so many requests of people, each made as any other is. The population holds
 * whoever is asked about, which makes its popularity flatter and the number greater: a doubt in their
 * favour.
 */
export function expectedFiles({ requests: all, files, known }: Popularity, requests: number): number {
  if (all === 0) return 0;
  const met = (share: number): number => 1 - (1 - share) ** requests;
  const inKnown = known.reduce((sum, count) => sum + met(count / all), 0);
  const [tail, tailFiles] = [all - sumOf(known), files - known.length];
  return inKnown + (tailFiles > 0 ? tailFiles * met(tail / tailFiles / all) : 0);
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
