/** The question "which requests": records by words or a piece of text, newest first, in pages. */

import type { Aggregated } from '../ask/aggregation.ts';
import { DIMENSION_TABLE, type Dimension } from '../ask/dimension-table.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { TextField } from '../ask/text-field-table.ts';
import { withEnrichmentDoubts } from '../count/enrichment-doubts.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { filterNotes } from '../count/filter-notes.ts';
import { knowingFriends } from '../count/known-friends.ts';
import { placeField } from '../count/place-field.ts';
import { PERIOD_AGGREGATIONS, periodOf } from '../count/ride-period.ts';
import type { Hit, SearchPort, SearchResponse } from '../count/search-port.ts';
import { closeSnapshot, openSnapshot, type Snapshot } from '../count/snapshot.ts';
import type { AsOf } from '../reach/as-of.ts';
import type { RecordPeriod } from '../reach/record-period.ts';
import { type Cursor, ofAnotherSearch, packCursor } from './cursor.ts';
import { searchQuery } from './search-query.ts';

export interface SearchQuestion {
  readonly text: string;
  /** Only as it stands inside a value, not by its words. */
  readonly isLiteral: boolean;
  readonly fields: readonly TextField[];
  readonly scope: Scope;
  /** Hits of a page at most. */
  readonly limit: number;
  /** Where the page before ended; null: the first page. */
  readonly after: Cursor | null;
}

const DIMENSIONS: readonly Dimension[] = DIMENSION_TABLE;

/** What makes a search another one: its next page must ask the same. */
export const identityOf = ({
  text,
  isLiteral,
  fields,
  scope,
}: Omit<SearchQuestion, 'after'>): unknown => ({
  text,
  isLiteral,
  fields: fields.map(({ name }) => name),
  scope,
});

type Document = Readonly<Record<string, unknown>>;

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
  /** Of the first page. */
  readonly notes?: readonly string[];
  readonly asOf: AsOf;
  /** Of all records that match, on every page. */
  readonly period: RecordPeriod;
}

/** A cursor is one word of a command line or an address: it names the worst sources alone. */
const CURSOR_SOURCES_MAX = 10;

/**
 * A page keeps the point in time open for the next one; the last page closes it. @throws TamarinError
 * `cursor_expired` when the point in time is gone, `usage` for a cursor of other indices
 */
export async function answerSearch(
  question: SearchQuestion,
  port: SearchPort,
): Promise<SearchAnswer> {
  const { text, scope, after: cursor } = question;
  if (cursor !== null && cursor.pattern !== port.pattern) throw ofAnotherSearch();
  const opened = await openSnapshot(port, scope, cursor ?? undefined);
  const { page, snapshot, notes } = await readDoubtedPage(question, opened).catch(
    async (error: unknown) => {
      // The page before can be gone on from again.
      if (cursor === null) await closeSnapshot(port, opened);
      throw error;
    },
  );
  const total = page.hits?.total?.value ?? 0;
  const hits = page.hits?.hits ?? [];
  const seen = (cursor?.seen ?? 0) + hits.length;
  const last = seen < total ? hits.at(-1) : undefined;
  if (last === undefined) await closeSnapshot(port, snapshot);
  const { pointInTime, asOf } = snapshot;
  const exactness = exactnessOfPage(cursor, snapshot);
  const next = (place: Hit): Cursor => ({
    pattern: port.pattern,
    pointInTime,
    after: place.sort,
    seen,
    inexactBecause: exactness.inexactBecause ?? null,
    asOf: { ...asOf, sources: asOf.sources.slice(0, CURSOR_SOURCES_MAX) },
  });
  return {
    question: 'search',
    text,
    from: scope.from,
    to: scope.to,
    total,
    hits: hits.map(({ _source }) => _source),
    next: last === undefined ? null : packCursor(next(last), identityOf(question)),
    ...exactness,
    ...(notes.length === 0 ? {} : { notes }),
    period: periodOf(page.aggregations as Aggregated<typeof PERIOD_AGGREGATIONS>), // as asked below
    asOf,
  };
}

interface DoubtedPage {
  readonly page: SearchResponse;
  readonly snapshot: Snapshot;
  readonly notes: readonly string[];
}

/** Doubts are looked for on the first page: all others have those of their cursor; notes are told once. */
async function readDoubtedPage(asked: SearchQuestion, opened: Snapshot): Promise<DoubtedPage> {
  const { fields, after } = asked;
  const scope = await knowingFriends(asked.scope, opened);
  const dimensions = DIMENSIONS.filter(({ field }) => fields.some((text) => text.field === field));
  const snapshot =
    after === null ? await withEnrichmentDoubts({ scope, dimensions }, opened) : opened;
  const page = await readPage({ ...asked, scope }, snapshot);
  const hasRecords = (page.hits?.total?.value ?? 0) > 0;
  const notes = after === null ? await filterNotes({ scope, hasRecords }, snapshot) : [];
  return { page, snapshot, notes };
}

/** What was missing from the first page is missing from all, though its index may be open again. */
function exactnessOfPage(cursor: Cursor | null, snapshot: Snapshot): Exactness {
  if (cursor === null) return exactnessOf(snapshot, { sum: 0 });
  const { inexactBecause } = cursor;
  return inexactBecause === null ? { exact: true } : { exact: false, inexactBecause };
}

async function readPage(
  { text, isLiteral, fields, scope, limit, after: cursor }: SearchQuestion,
  snapshot: Snapshot,
): Promise<SearchResponse> {
  const place = cursor === null ? placeField(snapshot) : placeFieldOf(cursor);
  return snapshot.search({
    size: limit,
    track_total_hits: true,
    query: scopeQuery(scope, searchQuery({ text, isLiteral, fields })),
    sort: [{ '@timestamp': 'desc' }, { _index: 'asc' }, { [place]: 'asc' }],
    ...(cursor === null ? {} : { search_after: cursor.after }),
    aggs: PERIOD_AGGREGATIONS,
  });
}

/** All pages of a search are placed alike, whatever indices have come since. */
const placeFieldOf = ({ after }: Cursor): string =>
  typeof after.at(-1) === 'number' ? '_doc' : '_id';
