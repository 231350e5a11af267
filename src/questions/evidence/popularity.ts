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

/** Of everybody, and of the clients of each class: players ask for other files than browsers do. */
export interface Popularities {
  readonly all: Popularity;
  readonly byClass: ReadonlyMap<string, Popularity>;
}

/** `classes`: of whose clients it is read apart. */
export async function readPopularities(
  query: Query,
  classes: readonly string[],
  snapshot: Snapshot,
): Promise<Popularities> {
  const byClass = new Map<string, Popularity>();
  for (const agentClass of classes) {
    const within = { bool: { filter: [query, { term: { agent_class: agentClass } }] } };
    byClass.set(agentClass, await readPopularity(within, snapshot)); // one after the other bounds what is held
  }
  return { all: await readPopularity(query, snapshot), byClass };
}

async function readPopularity(query: Query, snapshot: Snapshot): Promise<Popularity> {
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

/** A file with more than that of all requests is the news of the day: what others read goes on beside it. */
const HIT_SHARE = 0.02;

/**
 * Different files among so many requests of people, each made as any other is, none for a hit. The
 * population holds whoever is asked about, which makes its popularity flatter and the number greater: a
 * doubt in their favour.
 */
export function expectedFiles(
  { requests: all, files, known }: Popularity,
  requests: number,
): number {
  if (all === 0) return 0;
  const others = known.filter((count) => count <= HIT_SHARE * all);
  const tailFiles = files - known.length;
  const tail = all - sumOf(known);
  const total = sumOf(others) + tail;
  if (total === 0) return Math.min(requests, files);
  const met = (share: number): number => 1 - (1 - share) ** requests;
  const inKnown = others.reduce((sum, count) => sum + met(count / total), 0);
  return inKnown + (tailFiles > 0 ? tailFiles * met(tail / tailFiles / total) : 0);
}

/** Below that many, chance alone may halve what repeats. */
const REPEATS_MIN = 40;
/** Half of what people repeat of each other: 15 deviations of chance at a thousand requests. */
const REPEATS_FAR = 0.5;

/**
 * Whether requests of many addresses go to different files as those of people do not: many more of
 * them, or hardly a file twice where people would have met by chance.
 */
export function meetsMore(requests: number, files: number, expected: number): boolean {
  const [repeats, usual] = [requests - files, requests - expected];
  const hardlyRepeats = usual >= REPEATS_MIN && repeats <= REPEATS_FAR * usual;
  return files >= NOVELTY_FAR * expected || hardlyRepeats;
}

/** As many requests that meet that many times the different files of people's are not people's. */
export const NOVELTY_FAR = 1.3;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
