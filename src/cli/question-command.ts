/** `tamarin top` and `tamarin compare`: asks a question and prints the answer. */
import { TamarinError } from '../core/error.ts';
import { listIndices, search } from '../opensearch/search.ts';
import { answerCompare } from '../questions/compare.ts';
import { DIMENSION_TABLE, type Dimension, findDimension } from '../questions/dimension-table.ts';
import { findMetric, METRIC_TABLE } from '../questions/metric-table.ts';
import type { Filter, GroupQuestion, SearchPort } from '../questions/question.ts';
import { answerTop } from '../questions/top.ts';
import { compareText, topText } from './answer-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { type Session, withSession } from './session.ts';

export interface QuestionFlags extends CommonFlags {
  readonly by: string;
  readonly limit: number;
  readonly from?: string;
  readonly to?: string;
  /** Values of the filter flags, by dimension name. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export type QuestionName = 'top' | 'compare';

export async function questionCommand(
  name: QuestionName,
  dimension: string,
  flags: QuestionFlags,
  io: Io,
): Promise<number> {
  const question = makeQuestion(dimension, flags);
  const text = await withSession(flags, io, (session) => ask(name, question, session, flags, io));
  io.print(text);
  return 0;
}

/** The answer as it is printed: a table, or one line of JSON. */
export async function ask(
  name: QuestionName,
  question: GroupQuestion,
  session: Session,
  flags: CommonFlags,
  io: Io,
): Promise<string> {
  const port = searchPort(session);
  const view = { dimension: question.dimension, by: question.by, columns: io.columns };
  if (name === 'top') {
    const answer = await answerTop(question, port);
    return flags.json ? `${JSON.stringify(answer)}\n` : topText(answer, view);
  }
  const answer = await answerCompare(question, port);
  return flags.json ? `${JSON.stringify(answer)}\n` : compareText(answer, view);
}

function searchPort({ server, names }: Session): SearchPort {
  return {
    recordIndices: () => listIndices(server, names.recordsPattern),
    search: (index, body) => search(server, index, body),
  };
}

/** @throws TamarinError `usage` for an unknown dimension or metric */
export function makeQuestion(dimension: string, flags: QuestionFlags): GroupQuestion {
  const by = findMetric(flags.by);
  if (by === null) throw unknownName('metric', flags.by, METRIC_TABLE);
  const filters = Object.entries(flags.filters).map(([name, values]): Filter => {
    const dimension = requireDimension(name);
    for (const value of values) checkFilterValue(dimension, value);
    return { dimension, values };
  });
  if (flags.from !== undefined && flags.to !== undefined && flags.from >= flags.to)
    throw new TamarinError(
      'usage',
      `The range is empty: --from ${flags.from} is not before --to ${flags.to}.`,
    );
  return {
    dimension: requireDimension(dimension),
    by,
    scope: { from: flags.from ?? null, to: flags.to ?? null, filters },
    limit: flags.limit,
  };
}

/** What OpenSearch would refuse for the type of the field. @throws TamarinError `usage` */
function checkFilterValue({ name, field }: Dimension, value: string): void {
  const isWrongIp = field === 'remote_ip' && !/^[0-9a-fA-F:.]+(?:\/\d{1,3})?$/.test(value);
  const isWrongStatus = field === 'http_status' && !/^[1-9]\d\d$/.test(value);
  if (!isWrongIp && !isWrongStatus) return;
  throw new TamarinError(
    'usage',
    `--${name} ${value} is no ${isWrongIp ? 'IP address' : 'HTTP status'}.`,
    {
      hint: isWrongIp
        ? 'Give an address or a network: --ip 192.0.2.7 or --ip 192.0.2.0/24'
        : 'Give three digits: --status 404; repeat the flag for more.',
    },
  );
}

function requireDimension(name: string): Dimension {
  const dimension = findDimension(name);
  if (dimension === null) throw unknownName('dimension', name, DIMENSION_TABLE);
  return dimension;
}

function unknownName(
  what: string,
  name: string,
  table: readonly { readonly name: string }[],
): TamarinError {
  return new TamarinError('usage', `There is no ${what} "${name}".`, {
    hint: `Take one of: ${table.map((row) => row.name).join(', ')}.`,
  });
}
