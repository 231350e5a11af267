/** The look-ups of a sync in the record indices. */
import type { IndexName } from '../core/brand.ts';
import { TamarinError } from '../core/error.ts';
import { attempt, type OpenSearch } from './client.ts';
import { type DocumentPlace, readDocuments, readSequences } from './read-documents.ts';
import { mayPass } from './request-failure.ts';

/** Makes what was written visible to searches. */
export async function refresh(server: OpenSearch, pattern: string): Promise<void> {
  await attempt(server, `refresh ${pattern}`, (client) =>
    client.indices.refresh({ index: pattern, allow_no_indices: true, ignore_unavailable: true }),
  );
}

/** As many as a bulk request of 5 MiB holds; larger bulks take several look-ups. */
const PLACES_MAX = 10_000;

/**
 * Which line of which log object brought each of these records first; null: there is no such record,
 * or it was there before the write `after` of its index, so that it is of no interest.
 */
export async function readProvenance(
  server: OpenSearch,
  places: readonly DocumentPlace[],
  after: (index: string) => number,
): Promise<readonly (Provenance | null)[]> {
  const found: (Provenance | null)[] = [];
  for (let from = 0; from < places.length; from += PLACES_MAX)
    found.push(...(await readSome(server, places.slice(from, from + PLACES_MAX), after))); // one after the other
  return found;
}

const WHAT = 'read the origin of records';
const FIELDS = ['sync_id', 'log_key', 'log_line'];

/** Fields cost ten times as much as numbers, so the numbers say first which records need them. */
async function readSome(
  server: OpenSearch,
  places: readonly DocumentPlace[],
  after: (index: string) => number,
): Promise<readonly (Provenance | null)[]> {
  const isYoung = places.map(({ index }) => after(index) < 0);
  const unsure = places.filter((_, at) => isYoung[at] !== true);
  const sequences = (await readSequences(server, WHAT, unsure)).values();
  const isWanted = places.map(
    ({ index }, at) => isYoung[at] === true || (sequences.next().value ?? -1) > after(index),
  );
  const wanted = places.filter((_, at) => isWanted[at]);
  const documents = (await readDocuments(server, WHAT, wanted, FIELDS)).values();
  return isWanted.map(
    (wanted) => (wanted ? ((documents.next().value ?? null) as Provenance | null) : null), // we wrote it
  );
}

/**
 * The number of the newest write that a search of the index sees; -1: there is none, or it may not
 * be searched. What this process writes later has a greater number.
 */
export async function readLastSequence(server: OpenSearch, index: IndexName): Promise<number> {
  try {
    const { body } = await attempt(server, `search ${index}`, (client) =>
      client.search({
        index,
        size: 0,
        body: { aggs: { last: { max: { field: '_seq_no' } } } } as never, // the client's types lack a single metric
      }),
    );
    const { last } = body.aggregations as { readonly last: { readonly value: number | null } }; // as asked
    return last.value ?? -1;
  } catch (error) {
    if (error instanceof TamarinError && !mayPass(error)) return -1;
    throw error;
  }
}

export interface Provenance {
  readonly sync_id: string;
  readonly log_key: string;
  readonly log_line: number;
}
