/** The question "which records": those of any filter, newest first or by a number, as many as are asked for. */
import { isOfPeople } from '../ask/audience.ts';
import type { RecordNumber } from '../ask/number-table.ts';
import { type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { placeField } from '../count/place-field.ts';
import type { StreamSink } from '../count/row-stream.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';

export interface RecordsQuestion {
  readonly scope: Scope;
  readonly sort: RecordSort;
  /** Names in the index; null: all. */
  readonly fields: readonly string[] | null;
  readonly limit: number;
}

export interface RecordsStreamQuestion extends Omit<RecordsQuestion, 'limit'> {
  /** Fields of a line of CSV. */
  readonly columns: readonly string[];
  /** null: all records. */
  readonly limit: number | null;
}

/** By a number the greatest come first, and records without it last, newest first. */
export type RecordSort =
  | { readonly kind: 'time'; readonly name: 'newest' | 'oldest' }
  | { readonly kind: 'number'; readonly name: string; readonly number: RecordNumber };

type Document = Readonly<Record<string, unknown>>;

export interface RecordsAnswer extends Exactness {
  readonly question: 'records';
  readonly sort: string;
  readonly from: string | null;
  readonly to: string | null;
  /** All records that match. */
  readonly total: number;
  readonly hits: readonly Document[];
}

/** At most the rows that a person reads; for more there is the stream. */
export async function answerRecords(
  question: RecordsQuestion,
  snapshot: Snapshot,
): Promise<RecordsAnswer> {
  const { scope, sort } = question;
  const hits: Document[] = [];
  await readRecords(question, snapshot, async (page) => {
    hits.push(...page);
  });
  return {
    question: 'records',
    sort: sort.name,
    from: scope.from,
    to: scope.to,
    total: await countRecords(scope, snapshot),
    hits,
    ...exactnessOf(snapshot, { sum: 0 }),
  };
}

export async function streamRecords(
  question: RecordsStreamQuestion,
  snapshot: Snapshot,
  sink: StreamSink,
  onProgress?: OnProgress,
): Promise<void> {
  const { scope, sort, columns, limit } = question;
  const total = await countRecords(scope, snapshot);
  const wanted = Math.min(total, limit ?? total);
  await sink.begin({
    columns: columns.map((key) => ({ key })),
    about: `${wanted} of ${total} records${isOfPeople(scope) ? ' of people only' : ''}, ${sort.kind === 'time' ? `${sort.name} first` : `by ${sort.number.heading}`}.`,
    asOf: snapshot.asOf,
    ...exactnessOf(snapshot, { sum: 0 }),
  });
  let handed = 0;
  await readRecords(question, snapshot, async (page) => {
    await sink.rows(page);
    handed += page.length;
    onProgress?.({ groups: handed, groupsExpected: wanted });
  });
}

const countRecords = async (scope: Scope, snapshot: Snapshot): Promise<number> =>
  (await snapshot.countAndAggregate(scopeQuery(scope), {})).records;

/** About 2 MB of documents. */
const PAGE_RECORDS = 2_000;

/** A page after the other, in order. */
async function readRecords(
  { scope, sort, fields, limit }: Omit<RecordsStreamQuestion, 'columns'>,
  snapshot: Snapshot,
  take: (page: readonly Document[]) => Promise<void>,
): Promise<void> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (const { query, order } of passesOf(scope, sort)) {
    let after: readonly (string | number)[] | undefined;
    while (left > 0) {
      const size = Math.min(PAGE_RECORDS, left);
      const { hits } = await snapshot.search({
        size,
        query,
        sort: [...order, { _index: 'asc' }, { [placeField(snapshot)]: 'asc' }],
        ...(fields === null ? {} : { _source: fields }),
        ...(after === undefined ? {} : { search_after: after }),
      }); // each page begins where the one before ended
      const page = hits?.hits ?? [];
      if (page.length > 0) await take(page.map(({ _source }) => _source));
      left -= page.length;
      after = page.at(-1)?.sort;
      if (page.length < size) break;
    }
  }
}

interface Pass {
  readonly query: Query;
  readonly order: readonly Readonly<Record<string, 'asc' | 'desc'>>[];
}

/**
 * Records without the number are a pass of their own: what OpenSearch sorts them by is a number that
 * JavaScript cannot hold, so no page could begin behind one.
 */
function passesOf(scope: Scope, sort: RecordSort): readonly Pass[] {
  if (sort.kind === 'time') {
    const order = [{ '@timestamp': sort.name === 'oldest' ? 'asc' : 'desc' } as const];
    return [{ query: scopeQuery(scope), order }];
  }
  const { field } = sort.number;
  const newest = { '@timestamp': 'desc' } as const;
  const has = { exists: { field } };
  return [
    { query: scopeQuery(scope, has), order: [{ [field]: 'desc' }, newest] },
    { query: scopeQuery(scope, { bool: { must_not: [has] } }), order: [newest] },
  ];
}
