/**
 * Every question once: its parameters, what it costs, how it is answered and how the answer is put
 * in words. Command line, service, dashboards and docs are drawn from here; a new question is one
 * entry.
 */
import { TamarinError } from '../core/error.ts';
import { askedParameters } from './ask/asked-parameters.ts';
import { choicesOf, DIMENSION_TABLE, GROUP_DIMENSIONS } from './ask/dimension-table.ts';
import { FOLD_TABLE } from './ask/fold-table.ts';
import { SUMMED_METRICS } from './ask/metric.ts';
import type { Totals } from './ask/metrics.ts';
import type { Given } from './ask/name-list.ts';
import { BOUND_TABLE } from './ask/number-table.ts';
import { FILTER_TABLE, PARAMETER_OF_ALL_TABLE, PARAMETER_TABLE, RANGE_TABLE } from './ask/parameter-table.ts'; // biome-ignore format: one import
import type { RawParameters } from './ask/raw-parameters.ts';
import { readGroupQuestion, readTopQuestion, readTopStream } from './ask/read-parameters.ts';
import { resolveTimes } from './ask/read-times.ts';
import { answerBill } from './bill/answer.ts';
import { readBillQuestion } from './bill/read.ts';
import { answerClient } from './client/answer.ts';
import { readClientQuestion } from './client/read.ts';
import { answerCompare } from './compare/answer.ts';
import type { StreamRows } from './count/row-stream.ts';
import type { SearchPort } from './count/search-port.ts';
import { answerGrowth } from './growth/answer.ts';
import { readGrowthQuestion } from './growth/read.ts';
import {
  presentCompare,
  presentSearch,
  presentTimeline,
  presentTop,
} from './present/present-answers.ts';
import { presentBill } from './present/present-bill.ts';
import { presentClient } from './present/present-client.ts';
import { presentGrowth } from './present/present-growth.ts';
import { presentRecords } from './present/present-records.ts';
import { presentScrapers } from './present/present-scrapers.ts';
import { presentWhy } from './present/present-why.ts';
import { type Answer, type Ask, fromSnapshot, type Question, question, streamFrom, withDoubts, withNotes, withPrices } from './question.ts'; // biome-ignore format: one import
import { answerRecords, streamRecords } from './records/answer.ts';
import { readRecordsQuestion, readRecordsStream } from './records/read.ts';
import { answerScrapers } from './scrapers/answer.ts';
import { readScrapersQuestion } from './scrapers/read.ts';
import { answerSearch } from './search/answer.ts';
import { readSearchQuestion } from './search/read.ts';
import { answerTimeline } from './timeline/answer.ts';
import { readTimelineQuestion } from './timeline/read.ts';
import { answerTop } from './top/answer.ts';
import { streamTop } from './top/stream.ts';
import { answerWhy } from './why/answer.ts';
import { askedRange, readWhyQuestion } from './why/read.ts';

const dimensions = [...choicesOf(GROUP_DIMENSIONS), ...FOLD_TABLE].map(({ name }) => name);
const DEFAULT_DIMENSION = 'ip';

const recordsOf = ({ totals }: Totals): number => totals.requests;

export const QUESTION_TABLE: readonly Question[] = [
  question({
    name: 'top',
    about: 'who or what uses the most: the top values of a dimension',
    argument: {
      name: 'dimension',
      about: 'what to group by; two joined by a comma are grouped by both',
      default: null,
      choices: dimensions,
      choicesMax: 2,
    },
    parameters: ['by', 'cost', 'limit', 'order', 'since', 'until', 'minute-bytes', 'sort'],
    passes:
      'up to 9,000 groups are fetched at once; beyond that, each index lists its own top groups, which are added up over all indices and proved to be the top; otherwise all groups are read; by a distinct count, or of two dimensions, every combination is read',
    takesNames: true,
    read: readTopQuestion,
    answer: fromSnapshot(withPrices(withDoubts(withNotes(answerTop, recordsOf)))),
    present: presentTop,
    stream: (raw) => {
      const checked = readTopStream(raw);
      return checked === null ? null : streamFrom(checked, streamTop);
    },
  }),
  question({
    name: 'compare',
    about: 'the top users compared with the average user',
    argument: {
      name: 'dimension',
      about: 'what counts as a user',
      default: DEFAULT_DIMENSION,
      choices: dimensions,
    },
    parameters: ['by', 'limit'],
    passes: 'all groups are read in pages of up to 60,000, keeping 8 bytes each',
    read: (raw) =>
      readGroupQuestion(raw, { dimension: DEFAULT_DIMENSION, metrics: SUMMED_METRICS }),
    answer: fromSnapshot(
      withPrices(withDoubts(withNotes(answerCompare, ({ population }) => population.count))),
    ),
    present: presentCompare,
  }),
  question({
    name: 'timeline',
    about: 'how much and when: in seconds, days or months',
    argument: null,
    parameters: ['by', 'cost', 'interval', 'split', 'minute-bytes'],
    passes: 'first and last record, with --split one "top", then one histogram',
    read: readTimelineQuestion,
    answer: fromSnapshot(withPrices(withDoubts(withNotes(answerTimeline, recordsOf)))),
    present: presentTimeline,
  }),
  question({
    name: 'growth',
    about:
      'what changed: who or what has more or less than in another range, what is new and what is gone',
    argument: {
      name: 'dimension',
      about: 'what to group by',
      default: DEFAULT_DIMENSION,
      choices: dimensions,
    },
    parameters: ['by', 'cost', 'limit', 'vs', 'sort'],
    passes:
      'all groups are read once, in pages of up to 60,000, each with its value in both ranges',
    read: (raw) => readGrowthQuestion(raw, DEFAULT_DIMENSION),
    answer: fromSnapshot(
      withPrices(withDoubts(withNotes(answerGrowth, ({ groups }) => groups.count))),
      ({ period }) => period,
    ),
    present: presentGrowth,
  }),
  question({
    name: 'why',
    about:
      'which day stands out, and which client, network, file, folder, site or agent explains it',
    argument: null,
    parameters: ['by', 'day'],
    passes:
      'the days of the range and of eight weeks around it in one histogram; for the day that stands out one "top" per dimension, and what these values have on the days it is compared with',
    read: readWhyQuestion,
    answer: fromSnapshot(
      withDoubts(withNotes(answerWhy, ({ day }) => day?.requests ?? 0)),
      askedRange,
    ),
    present: presentWhy,
  }),
  question({
    name: 'search',
    about: 'individual records that match words or part of a value, newest first',
    argument: {
      name: 'text',
      about: 'words (all must match), a "quoted phrase", or part of a value',
      default: null,
      isFreeText: true,
    },
    parameters: ['in', 'literal', 'limit', 'after'],
    passes: 'one search per page, at the point in time of the first page',
    read: readSearchQuestion,
    answer: answerSearch,
    present: presentSearch,
  }),
  question({
    name: 'records',
    about: 'individual records that any filters let through',
    argument: null,
    parameters: ['sort', 'fields', 'limit'],
    passes:
      'one search per 2,000 records, all at one point in time; any number of them as NDJSON or CSV',
    read: readRecordsQuestion,
    answer: fromSnapshot(withDoubts(withNotes(answerRecords, ({ total }) => total))),
    present: presentRecords,
    stream: (raw) => streamFrom(readRecordsStream(raw), streamRecords),
  }),
  question({
    name: 'scrapers',
    about: 'is anyone scraping us: suspects, how sure that is, and why',
    argument: null,
    parameters: ['limit', 'min-score', 'members'],
    passes:
      'everybody is read once by address, network, agent, requester and referrer; up to 500 who stand out get a search of their own; what is shown is counted exactly',
    read: readScrapersQuestion,
    answer: fromSnapshot(withNotes(answerScrapers, ({ population }) => population.requests)),
    present: presentScrapers,
  }),
  question({
    name: 'client',
    about: 'everything about one client: what it downloads, when and with what',
    argument: {
      name: 'client',
      about: 'IP address, network (192.0.2.0/24), requester, agent or user agent',
      default: null,
    },
    parameters: ['by', 'cost', 'limit'],
    passes:
      'one "top" per table; all addresses, and all that are known as the client is, are read once for what is usual; its files, addresses and agents are counted exactly',
    read: readClientQuestion,
    answer: fromSnapshot(withPrices(withNotes(answerClient, recordsOf))),
    present: presentClient,
  }),
  question({
    name: 'bill',
    about: 'what explains the bill of a month, at list prices',
    argument: null,
    parameters: ['bill-gb', 'bill'],
    passes: 'buckets, operations and endpoints of the month, then one search of all that is paid',
    read: readBillQuestion,
    answer: fromSnapshot(answerBill),
    present: presentBill,
  }),
];

/**
 * Checks name and parameters; nothing is asked, and nothing has to run yet. @throws TamarinError
 * `usage` for a question or a parameter that there is not
 *
 * `given`: what does not fit into a parameter, to a question that takes it, and the clock.
 */
export function prepareQuestion(name: string, raw: RawParameters, given: Given = {}): Ask {
  const asked = QUESTION_TABLE.find((each) => each.name === name);
  if (asked === undefined) {
    const known = QUESTION_TABLE.map((each) => each.name).join(', ');
    throw new TamarinError('usage', `There is no question "${name}".`, {
      hint: `Choose one of: ${known}.`,
    });
  }
  refuseUnknown(asked, raw);
  const ask = asked.prepare(resolveTimes(raw, given.nowMs ?? Date.now()), given);
  const among = given.among === undefined ? {} : { among: given.among.from };
  const parameters = { ...askedParameters(asked, raw), ...among };
  return async (port, onProgress) => {
    const { answer, present } = await ask(port, onProgress);
    return { answer: { ...answer, parameters }, present };
  };
}

/** null: the question has one answer, of one piece. @throws TamarinError `usage` */
export function prepareStream(
  name: string,
  raw: RawParameters,
  { nowMs = Date.now() }: Given = {},
): StreamRows | null {
  const asked = QUESTION_TABLE.find((each) => each.name === name);
  if (asked?.stream === undefined) return null;
  refuseUnknown(asked, raw);
  return asked.stream(resolveTimes(raw, nowMs));
}

function refuseUnknown({ name, argument, parameters }: Question, raw: RawParameters): void {
  const known = new Set<string>([
    ...(argument === null ? [] : [argument.name]),
    ...parameters.map((parameter) => PARAMETER_TABLE[parameter].name),
    ...[
      ...PARAMETER_OF_ALL_TABLE,
      ...DIMENSION_TABLE,
      ...FILTER_TABLE,
      ...BOUND_TABLE,
      ...RANGE_TABLE,
    ].map((row) => row.name),
  ]);
  const unknown = Object.keys(raw).find((key) => raw[key] !== undefined && !known.has(key));
  if (unknown === undefined) return;
  throw new TamarinError('usage', `The question "${name}" does not take "${unknown}".`, {
    hint: `It takes: ${[...known].join(', ')}.`,
  });
}

/** The answer alone. @throws TamarinError */
export async function askQuestion(
  name: string,
  raw: RawParameters,
  port: SearchPort,
): Promise<Answer> {
  return (await prepareQuestion(name, raw)(port)).answer;
}
