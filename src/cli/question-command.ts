/** The commands that ask: `top`, `compare`, `timeline`, `search`, `records`, `client`. */

import { ask as askSession } from '../app/ask.ts';
import { formatCount } from '../core/format.ts';
import { jsonLine, printable } from '../core/printable.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { prepareQuestion, prepareStream } from '../questions/catalogue.ts';
import type { RowSink, StreamHead, StreamRows } from '../questions/count/row-stream.ts';
import type { SweepProgress } from '../questions/count/sweep.ts';
import {
  chooseAmong,
  chooseColumns,
  readColumnNames,
} from '../questions/present/choose-columns.ts';
import { footOf } from '../questions/present/foot.ts';
import { doubtText } from '../questions/present/present-parts.ts';
import type { Answered, AskFor } from '../questions/question.ts';
import { answerCsv, csvHeading, csvRows } from '../render/csv/answer-csv.ts';
import { answerText } from '../render/text/answer-text.ts';
import { footText, notesText } from '../render/text/foot-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { nameFile } from './name-file.ts';
import { type Session, withSession } from './session.ts';
import { startStatusLine } from './status-line.ts';

export interface QuestionFlags extends CommonFlags {
  readonly csv?: true;
  readonly raw?: true;
  /** Names of columns, separated by commas. */
  readonly columns?: string;
  readonly wide?: true;
  /** Path of a file of names. */
  readonly among?: string;
}

/** @throws TamarinError */
export async function questionCommand(
  name: string,
  parameters: RawParameters,
  flags: QuestionFlags,
  io: Io,
): Promise<number> {
  const isTable = flags.json !== true && flags.csv !== true;
  const chosen = flags.columns === undefined ? null : readColumnNames(flags.columns);
  const among = flags.among === undefined ? undefined : nameFile(flags.among);
  const stream = isTable || among !== undefined ? null : prepareStream(name, parameters);
  if (stream !== null) return streamCommand(stream, { flags, chosen }, io);
  const asks = prepareQuestion(name, parameters, { among }); // before OpenSearch is started for nothing
  return withSession(flags, io, async (session) => {
    const answered = await ask(asks, session, flags, io);
    await io.writeWithBackpressure(print(answered, { flags, chosen }, io)); // before the engine is left: that may fail
    return 0;
  });
}

/** As it is to be printed. */
interface Printing {
  readonly flags: QuestionFlags;
  /** null: the columns that it has. */
  readonly chosen: readonly string[] | null;
}

function streamCommand(stream: StreamRows, printing: Printing, io: Io): Promise<number> {
  const { flags } = printing;
  return withSession(flags, io, async (session) => {
    const asks: AskFor<void> = (port, onProgress) => stream(port, sinkOf(printing, io), onProgress);
    await ask(asks, session, flags, io);
    return 0;
  });
}

/** What is to be known of the rows is said on stderr, before the first of them. */
function sinkOf({ flags, chosen }: Printing, io: Io): RowSink {
  const shown = io.columns === null ? undefined : printable;
  let columns: StreamHead['columns'] = [];
  return {
    begin: async (head) => {
      columns = chosen === null ? head.columns : chooseAmong(head.columns, chosen);
      const { about, notes = [] } = head;
      for (const note of notes) io.writeMessage(`${printable(note)}\n`);
      if (!flags.quiet || !head.exact)
        io.writeMessage(`${printable([about, ...doubtText(head)].join(' '))}\n`);
      tellFoot(head, flags, io);
      if (flags.csv) await io.writeWithBackpressure(csvHeading(columns, shown));
    },
    rows: (rows) =>
      io.writeWithBackpressure(
        flags.csv ? csvRows(rows, columns, flags.raw === true, shown) : rows.map(jsonLine).join(''),
      ),
  };
}

/** Asks with a status line, where there is a terminal. */
export async function ask<T>(
  asks: AskFor<T>,
  session: Session,
  flags: QuestionFlags,
  io: Io,
): Promise<T> {
  const notices: string[] = [];
  let swept: SweepProgress | null = null;
  const status = flags.quiet ? null : startStatusLine(io, () => progressText(swept));
  try {
    return await askSession(asks, session, io, {
      onProgress: (progress) => {
        swept = progress;
      },
      notice: (text) => notices.push(text),
    });
  } finally {
    status?.stop();
    for (const text of notices) session.toldOnce(text);
  }
}

function progressText(swept: SweepProgress | null): string {
  if (swept === null) return 'asking …';
  const { groups, groupsExpected } = swept;
  const of = groupsExpected === null ? '' : ` of about ${formatCount(groupsExpected)}`;
  return `reading all groups: ${formatCount(groups)}${of}`;
}

/** Tables, CSV, or one line of JSON; below tables the foot. */
function print({ answer, present }: Answered, { flags, chosen }: Printing, io: Io): string {
  if (flags.json) return jsonLine(answer);
  const presentation = chosen === null ? present() : chooseColumns(present(), chosen);
  if (!flags.csv) {
    const text = answerText(presentation, { columnsMax: io.columns, isWide: flags.wide === true });
    return text + footLines(answer, io);
  }
  // A table has no room for what is said below it; that a number is not exact, or a filter
  // finds nothing, is said in any case.
  if (!flags.quiet || !answer.exact || answer.notes !== undefined)
    for (const sentence of [...(presentation.opening ?? []), ...presentation.closing])
      io.writeMessage(`${printable(sentence)}\n`);
  tellFoot(answer, flags, io);
  // On a terminal nobody imports it.
  return answerCsv(presentation, flags.raw === true, io.columns === null ? undefined : printable);
}

type Told = Parameters<typeof footOf>[0];

const footLines = (told: Told, io: Io): string => footText(footOf(told, io.now()), io.columns);

/** Beside an answer that is no text for a reader. Who wants no talk hears what is missing all the same. */
export function tellFoot(told: Told, { quiet }: Pick<CommonFlags, 'quiet'>, io: Io): void {
  if (!quiet) io.writeMessage(footLines(told, io));
  else if (!told.asOf.complete) io.writeMessage(notesText(footOf(told, io.now()), io.columns));
}
