/** The question "which requests": records by words or a piece of text, newest first, in pages. */
import { type Cursor, markOf, packCursor } from './cursor.ts';
import { type Exactness, exactnessOf } from './exactness.ts';
import { type Scope, scopeQuery } from './scope.ts';
import type { SearchPort } from './search-port.ts';
import { searchQuery, type TextField } from './search-query.ts';
import { closeSnapshot, openSnapshot, type Snapshot } from './snapshot.ts';

export interface SearchQuestion {
  readonly text: string;
  readonly fields: readonly TextField[];
  readonly scope: Scope;
  /** Hits of a page at most. */
  readonly limit: number;
  /** Where the page before ended; null: the first page. */
  readonly after: Cursor | null;
}

/** What a cursor is for: its next page asks the same. */
export const markOfSearch = ({ text, fields, scope }: Omit<SearchQuestion, 'after'>): string =>
  markOf({ text, fields: fields.map(({ name }) => name), scope });

export type Document = Readonly<Record<string, unknown>>;

export interface SearchAnswer extends Exactness {
  readonly question: 'search';
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
  /** All records that match, on all pages. */
  readonly total: number;
  readonly hits: readonly Document[];
  /** Gives the next page; null where this is the last. */
  readonly next: string | null;
}

/**
 * A page keeps the point in time open for the next one; the last page closes it. @throws TamarinError
 * `cursor_expired` when the point in time is gone
 */
export async function answerSearch(
  question: SearchQuestion,
  port: SearchPort,
): Promise<SearchAnswer> {
  const { text, fields, scope, limit, after: cursor } = question;
  const snapshot = await openSnapshot(port, scope, cursor?.pointInTime);
  let isKept = false;
  try {
    const { hits } = await snapshot.search({
      size: limit,
      track_total_hits: true,
      query: scopeQuery(scope, searchQuery(text, fields)),
      sort: [{ '@timestamp': 'desc' }, { _index: 'asc' }, { [placeField(snapshot)]: 'asc' }],
      ...(cursor === null ? {} : { search_after: cursor.after }),
    });
    const shown = hits?.hits ?? [];
    const total = hits?.total?.value ?? 0;
    const seen = (cursor?.seen ?? 0) + shown.length;
    const last = seen < total ? shown.at(-1) : undefined;
    isKept = last !== undefined;
    const { pointInTime } = snapshot;
    return {
      question: 'search',
      text,
      from: scope.from,
      to: scope.to,
      total,
      hits: shown.map(({ _source }) => _source),
      next:
        last === undefined
          ? null
          : packCursor({ pointInTime, after: last.sort, seen }, markOfSearch(question)),
      ...exactnessOf(snapshot, { sum: 0 }),
    };
  } finally {
    if (!isKept) await closeSnapshot(port, snapshot);
  }
}

/**
 * Tells records of one index and one second apart. Without it, or without `_index`, pages lose some:
 * the place in a shard is the same for a record of each shard. `_shard_doc` is unknown to 2.19, and
 * `_id` costs heap, so it is only for indices that are not as we make them.
 */
const placeField = ({ indices }: Snapshot): string =>
  indices.every(({ isOneSlice }) => isOneSlice) ? '_doc' : '_id';
