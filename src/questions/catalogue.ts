/**
 * Every question once: its parameters, what it costs, how it is answered and how the answer is put
 * in words. Command line, service, dashboards and docs are drawn from here; a new question is one
 * entry.
 */
import { TamarinError } from '../core/error.ts';
import { type AskedParameters, askedParameters } from './ask/asked-parameters.ts';
import { DIMENSION_TABLE, GROUP_DIMENSIONS } from './ask/dimension-table.ts';
import {
  FILTER_TABLE,
  PARAMETER_TABLE,
  type ParameterName,
  RANGE_TABLE,
} from './ask/parameter-table.ts';
import {
  isAddressOrNetwork,
  onlyValue,
  type RawParameters,
  readScope,
} from './ask/read-filters.ts';
import { readGroupQuestion, readLimit, readMetric } from './ask/read-parameters.ts';
import { answerClient, type ClientAnswer } from './client/answer.ts';
import { answerCompare, type CompareAnswer } from './compare/answer.ts';
import { withEnrichmentDoubts } from './count/enrichment-doubts.ts';
import type { SearchPort } from './count/search-port.ts';
import { type Snapshot, withSnapshot } from './count/snapshot.ts';
import type { OnProgress } from './count/sweep.ts';
import {
  presentClient,
  presentCompare,
  presentSearch,
  presentTimeline,
  presentTop,
} from './present/present-answers.ts';
import type { Presentation } from './present/presentation.ts';
import type { AsOf } from './reach/as-of.ts';
import { answerSearch, type SearchAnswer } from './search/answer.ts';
import { readSearchQuestion } from './search/read.ts';
import { answerTimeline, type TimelineAnswer } from './timeline/answer.ts';
import { readTimelineQuestion } from './timeline/read.ts';
import { answerTop, type TopAnswer } from './top/answer.ts';

type AnswerOfKind = TopAnswer | CompareAnswer | TimelineAnswer | SearchAnswer | ClientAnswer;

/** What every kind of answer tells beside its own. */
interface EveryAnswer {
  readonly parameters: AskedParameters;
  readonly asOf: AsOf;
}

export type Answer = AnswerOfKind & EveryAnswer;

interface AnsweredAs<T> {
  readonly answer: T;
  readonly present: () => Presentation;
}

export type Answered = AnsweredAs<Answer>;

type AskFor<T> = (port: SearchPort, onProgress?: OnProgress) => Promise<T>;

/** A question whose parameters were found right. @throws TamarinError */
export type Ask = AskFor<Answered>;

/** The same, before it is told what was asked. */
type Prepared = AskFor<AnsweredAs<AnswerOfKind & Pick<EveryAnswer, 'asOf'>>>;

/** What stands without a flag on the command line. */
export interface QuestionArgument {
  readonly name: string;
  readonly about: string;
  /** null: it must be given. */
  readonly default: string | null;
  readonly choices?: readonly string[];
}

export interface Question {
  readonly name: AnswerOfKind['question'];
  /** One clause, as in a list of commands. */
  readonly about: string;
  readonly argument: QuestionArgument | null;
  /** Beside range and filters. */
  readonly parameters: readonly ParameterName[];
  /** How it is answered, for who wonders what it costs. */
  readonly passes: string;
  /** Checks the parameters before anything is asked. @throws TamarinError `usage` */
  prepare(raw: RawParameters): Prepared;
}

const dimensions = GROUP_DIMENSIONS.map(({ name }) => name);
const DEFAULT_DIMENSION = 'ip';

export const QUESTION_TABLE: readonly Question[] = [
  {
    name: 'top',
    about: 'who or what has the most: the first groups of a dimension',
    argument: { name: 'dimension', about: 'what to group by', default: null, choices: dimensions },
    parameters: ['by', 'limit'],
    passes:
      'up to 9,000 groups are asked for at once; of more, each index lists its first, which are added up over all indices and proved to be the first; else all groups are read',
    prepare: (raw) => {
      const question = readGroupQuestion(raw, '');
      return (port, onProgress) =>
        withSnapshot(port, question.scope, async (opened) => {
          const snapshot = await withEnrichmentDoubts(question, opened);
          const answer = await answerTop(question, snapshot, onProgress);
          return told(answer, snapshot, () => presentTop(answer, question));
        });
    },
  },
  {
    name: 'compare',
    about: 'the top users against the average user',
    argument: {
      name: 'dimension',
      about: 'what a user is',
      default: DEFAULT_DIMENSION,
      choices: dimensions,
    },
    parameters: ['by', 'limit'],
    passes: 'all groups are read in pages of up to 60,000, 8 bytes each are kept',
    prepare: (raw) => {
      const question = readGroupQuestion(raw, DEFAULT_DIMENSION);
      return (port, onProgress) =>
        withSnapshot(port, question.scope, async (opened) => {
          const snapshot = await withEnrichmentDoubts(question, opened);
          const answer = await answerCompare(question, snapshot, onProgress);
          return told(answer, snapshot, () => presentCompare(answer, question));
        });
    },
  },
  {
    name: 'timeline',
    about: 'how much, when: by hour, day, week or month',
    argument: null,
    parameters: ['by', 'interval'],
    passes: 'first and last record, then one histogram',
    prepare: (raw) => {
      const question = readTimelineQuestion(raw);
      return (port) =>
        withSnapshot(port, question.scope, async (opened) => {
          const snapshot = await withEnrichmentDoubts(question, opened);
          const answer = await answerTimeline(question, snapshot);
          return told(answer, snapshot, () => presentTimeline(answer, question));
        });
    },
  },
  {
    name: 'search',
    about: 'single records by words or a piece of text, newest first',
    argument: {
      name: 'text',
      about: 'words (all of them), a "quoted phrase", or any piece of a value',
      default: null,
    },
    parameters: ['in', 'literal', 'limit', 'after'],
    passes: 'one search a page, at the point in time of the first page',
    prepare: (raw) => {
      const question = readSearchQuestion(raw);
      return async (port) => {
        const answer = await answerSearch(question, port);
        return { answer, present: () => presentSearch(answer, question) };
      };
    },
  },
  {
    name: 'client',
    about: 'one page about one client: what it takes, when, with what',
    argument: {
      name: 'client',
      about: 'IP address, network (192.0.2.0/24), requester, agent or user agent',
      default: null,
    },
    parameters: ['by', 'limit'],
    passes: 'one "top" for each table, all at one point in time',
    prepare: (raw) => {
      const named = onlyValue('client', raw) ?? '';
      // Blanks around an address are a slip; around a user agent they may be part of it.
      const client = isAddressOrNetwork(named.trim()) ? named.trim() : named;
      if (client.trim() === '') throw new TamarinError('usage', 'No client is named.');
      const [by, limit] = [readMetric(raw), readLimit(raw)];
      const question = { client, by, limit, scope: readScope(raw) };
      return (port) =>
        withSnapshot(port, question.scope, async (snapshot) => {
          const answer = await answerClient(question, snapshot);
          return told(answer, snapshot, () => presentClient(answer, question));
        });
    },
  },
];

const told = <T extends AnswerOfKind>(
  answer: T,
  { asOf }: Snapshot,
  present: () => Presentation,
) => ({ answer: { ...answer, asOf }, present });

/** @throws TamarinError `usage` for a question or a parameter that there is not */
export function prepareQuestion(name: string, raw: RawParameters): Ask {
  const question = QUESTION_TABLE.find((each) => each.name === name);
  if (question === undefined) {
    const known = QUESTION_TABLE.map((each) => each.name).join(', ');
    throw new TamarinError('usage', `There is no question "${name}".`, {
      hint: `Take one of: ${known}.`,
    });
  }
  const known = new Set<string>([
    ...(question.argument === null ? [] : [question.argument.name]),
    ...question.parameters.map((parameter) => PARAMETER_TABLE[parameter].name),
    ...[...DIMENSION_TABLE, ...FILTER_TABLE, ...RANGE_TABLE].map((row) => row.name),
  ]);
  const unknown = Object.keys(raw).find((key) => raw[key] !== undefined && !known.has(key));
  if (unknown !== undefined) {
    throw new TamarinError('usage', `The question "${name}" takes no "${unknown}".`, {
      hint: `It takes: ${[...known].join(', ')}.`,
    });
  }
  const ask = question.prepare(raw);
  const parameters = askedParameters(question, raw);
  return async (port, onProgress) => {
    const { answer, present } = await ask(port, onProgress);
    return { answer: { ...answer, parameters }, present };
  };
}

/** The answer alone. @throws TamarinError */
export async function askQuestion(
  name: string,
  raw: RawParameters,
  port: SearchPort,
): Promise<Answer> {
  return (await prepareQuestion(name, raw)(port)).answer;
}
