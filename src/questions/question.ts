/**
 * What a question is: its parameters are checked without asking anything, then its answer is asked
 * for, then put in words. What the parameters of a question look like only its own parts know.
 */
import type { AskedParameters } from './ask/asked-parameters.ts';
import { COST } from './ask/cost-metric.ts';
import type { Metric } from './ask/metric.ts';
import type { Given } from './ask/name-list.ts';
import type { ParameterName } from './ask/parameter-table.ts';
import type { RawParameters } from './ask/raw-parameters.ts';
import { type Scope, scopeQuery } from './ask/scope.ts';
import type { BillAnswer } from './bill/answer.ts';
import type { ClientAnswer } from './client/answer.ts';
import type { CompareAnswer } from './compare/answer.ts';
import { type AskedBy, withEnrichmentDoubts } from './count/enrichment-doubts.ts';
import { filterNotes } from './count/filter-notes.ts';
import { knowingFriends } from './count/known-friends.ts';
import { ridePeriod } from './count/ride-period.ts';
import type { StreamRows, StreamSink } from './count/row-stream.ts';
import type { SearchPort } from './count/search-port.ts';
import { type Snapshot, withSnapshot } from './count/snapshot.ts';
import type { OnProgress } from './count/sweep.ts';
import type { GrowthAnswer } from './growth/answer.ts';
import { type Estimate, estimateText } from './money/estimate.ts';
import { openedScope, priceQuestion } from './money/price-metric.ts';
import type { Presentation, Table } from './present/presentation.ts';
import type { AsOf } from './reach/as-of.ts';
import type { Range } from './reach/reach-facts.ts';
import type { RecordPeriod } from './reach/record-period.ts';
import type { RecordsAnswer } from './records/answer.ts';
import type { ScrapersAnswer } from './scrapers/answer.ts';
import type { SearchAnswer } from './search/answer.ts';
import type { TimelineAnswer } from './timeline/answer.ts';
import type { TopAnswer } from './top/answer.ts';
import type { WhyAnswer } from './why/answer.ts';

type AnswerOfKind =
  | TopAnswer
  | CompareAnswer
  | TimelineAnswer
  | SearchAnswer
  | ClientAnswer
  | RecordsAnswer
  | GrowthAnswer
  | WhyAnswer
  | ScrapersAnswer
  | BillAnswer;

interface Notes {
  /** What is to be known of the filters, and of prices, as sentences; absent where there is nothing. */
  readonly notes?: readonly string[];
}

interface Reaching extends Notes {
  readonly asOf: AsOf;
  readonly period: RecordPeriod;
  /** What every cost in it is: by which prices, and what is left out. */
  readonly estimate?: Estimate;
}

export type Answer = AnswerOfKind & Reaching & { readonly parameters: AskedParameters };

interface AnsweredAs<T> {
  readonly answer: T;
  readonly present: () => Presentation;
}

export type Answered = AnsweredAs<Answer>;

export type AskFor<T> = (port: SearchPort, onProgress?: OnProgress) => Promise<T>;

/** A question whose parameters were found right. @throws TamarinError */
export type Ask = AskFor<Answered>;

/** What stands without a flag on the command line. */
export interface QuestionArgument {
  readonly name: string;
  readonly about: string;
  /** null: it must be given. */
  readonly default: string | null;
  readonly choices?: readonly string[];
  /** So many of them may be joined by commas. */
  readonly choicesMax?: number;
  /** Any text at all: the service takes it as a parameter, not as a part of the path. */
  readonly isFreeText?: true;
}

interface QuestionFacts {
  readonly name: AnswerOfKind['question'];
  /** One clause, as in a list of commands. */
  readonly about: string;
  readonly argument: QuestionArgument | null;
  /** Beside range and filters. */
  readonly parameters: readonly ParameterName[];
  /** May be asked about the names of a list. */
  readonly takesNames?: true;
  /** How it is answered, for who wonders what it costs. */
  readonly passes: string;
  /**
   * As rows that are handed on as they are read, in NDJSON and CSV; null: not with these parameters.
   * Asks nothing. @throws TamarinError `usage`
   */
  readonly stream?: (raw: RawParameters) => StreamRows | null;
}

/** `Checked`: its parameters, as values that can be asked with. */
interface QuestionRow<Checked, A extends AnswerOfKind> extends QuestionFacts {
  /** Asks nothing. @throws TamarinError `usage` */
  readonly read: (raw: RawParameters, given: Given) => Checked;
  /** All its passes. @throws TamarinError */
  readonly answer: Answering<Checked, A & Reaching>;
  readonly present: (answer: A, checked: Checked) => Presentation;
}

type Answering<Checked, A> = (
  checked: Checked,
  port: SearchPort,
  onProgress?: OnProgress,
) => Promise<A>;

export interface Question extends QuestionFacts {
  /** Checks the parameters before anything is asked. @throws TamarinError `usage` */
  readonly prepare: (
    raw: RawParameters,
    given: Given,
  ) => AskFor<AnsweredAs<AnswerOfKind & Reaching>>;
}

export function question<Checked, A extends AnswerOfKind>({
  read,
  answer,
  present,
  ...facts
}: QuestionRow<Checked, A>): Question {
  const prepare: Question['prepare'] = (raw, given) => {
    const checked = read(raw, given);
    return async (port, onProgress) => {
      const answered = await answer(checked, port, onProgress);
      const { notes = [], estimate } = answered;
      return {
        answer: answered,
        present: () => {
          const { closing, tables, ...shown } = present(answered, checked);
          return {
            ...shown,
            tables:
              estimate === undefined ? tables : tables.map((table) => inCurrency(table, estimate)),
            closing: [...notes, ...closing, ...(estimate === undefined ? [] : [estimateText(estimate)])], // biome-ignore format: one list
          };
        },
      };
    };
  };
  return { ...facts, prepare };
}

/** `cost (USD)`: known with the answer, as the prices are. */
const inCurrency = (table: Table, { currency }: Estimate): Table => ({
  ...table,
  columns: table.columns.map((column) =>
    column.kind === 'money' && column.heading === COST.heading
      ? { ...column, heading: `${column.heading} (${currency})` }
      : column,
  ),
});

/** Answers from a snapshot. */
type FromSnapshot<Checked, A> = (
  checked: Checked,
  snapshot: Snapshot,
  onProgress?: OnProgress,
) => Promise<A>;

/**
 * All passes see one point in time, which is closed whatever comes of it. `rangeOf`: what is asked
 * about, where the scope reaches over more than that.
 */
export const fromSnapshot =
  <Checked extends Parameters<typeof openedScope>[0], A>(
    answer: FromSnapshot<Checked, A>,
    rangeOf: (checked: Checked) => Range = ({ scope }) => scope,
  ): Answering<Checked, A & Reaching> =>
  (checked, port, onProgress) =>
    withSnapshot(port, openedScope(checked), async (opened) => {
      const scope = await knowingFriends(checked.scope, opened);
      const { from, to } = rangeOf(checked);
      const { snapshot, period } = ridePeriod(scopeQuery({ ...scope, from, to }), opened);
      const answered = await answer({ ...checked, scope }, snapshot, onProgress);
      return { ...answered, period: await period(), asOf: snapshot.asOf };
    });

/** Notes and doubts are told before the first row. */
export const streamFrom =
  <Checked extends AskedBy>(
    checked: Checked,
    stream: (
      checked: Checked,
      snapshot: Snapshot,
      sink: StreamSink,
      onProgress?: OnProgress,
    ) => Promise<void>,
  ): StreamRows =>
  (port, sink, onProgress) =>
    withSnapshot(port, openedScope(checked), async (unobserved) => {
      const known = { ...checked, scope: await knowingFriends(checked.scope, unobserved) };
      const { snapshot: opened, period } = ridePeriod(scopeQuery(known.scope), unobserved);
      const priced = await priceQuestion(known, opened);
      const asked = priced?.checked ?? known;
      const snapshot = await withEnrichmentDoubts(asked, priced?.snapshot ?? opened);
      const notes = [
        ...(await filterNotes({ ...asked, hasRecords: false }, snapshot)),
        ...(priced === null ? [] : [estimateText(priced.estimate)]),
      ];
      const told: StreamSink = {
        ...sink,
        begin: async (head) =>
          sink.begin({ ...head, period: await period(), ...(notes.length === 0 ? {} : { notes }) }),
      };
      await stream(asked, snapshot, told, onProgress);
    });

/** The answer says what is paid, where it is asked for money. */
export const withPrices =
  <Checked extends { readonly by: Metric; readonly scope: Scope }, A>(
    answer: FromSnapshot<Checked, A>,
  ): FromSnapshot<Checked, A & { readonly estimate?: Estimate }> =>
  async (checked, snapshot, onProgress) => {
    const priced = await priceQuestion(checked, snapshot);
    const { checked: asked, snapshot: seen } = priced ?? { checked, snapshot };
    const answered = await answer(asked, seen, onProgress);
    return { ...answered, ...(priced === null ? {} : { estimate: priced.estimate }) };
  };

/** The answer says where what it asks by was derived by older lists. */
export const withDoubts =
  <Checked extends AskedBy, A>(answer: FromSnapshot<Checked, A>): FromSnapshot<Checked, A> =>
  async (checked, opened, onProgress) =>
    answer(checked, await withEnrichmentDoubts(checked, opened), onProgress);

/** The answer says which values of its filters are nowhere. `countOf`: of the records in it. */
export const withNotes =
  <Checked extends { readonly scope: Scope; readonly dimension?: object }, A>(
    answer: FromSnapshot<Checked, A & Notes>,
    countOf: (answer: NoInfer<A>) => number,
  ): FromSnapshot<Checked, A & Notes> =>
  async (checked, snapshot, onProgress) => {
    const answered = await answer(checked, snapshot, onProgress);
    const ofFilters = await filterNotes(
      { ...checked, hasRecords: countOf(answered) > 0 },
      snapshot,
    );
    const notes = [...(answered.notes ?? []), ...ofFilters];
    return { ...answered, ...(notes.length === 0 ? {} : { notes }) };
  };
