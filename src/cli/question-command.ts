/** The commands that ask: `top`, `compare`, `timeline`, `search`, `client`. */

import { ask as askSession } from '../app/ask.ts';
import { formatCount } from '../core/format.ts';
import { jsonLine, printable } from '../core/printable.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../questions/catalogue.ts';
import type { SweepProgress } from '../questions/count/sweep.ts';
import type { Answered, Ask } from '../questions/question.ts';
import { asOfText } from '../questions/reach/as-of-text.ts';
import { answerCsv } from '../render/csv/answer-csv.ts';
import { answerText } from '../render/text/answer-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { nameFile } from './name-file.ts';
import { type Session, withSession } from './session.ts';
import { startStatusLine } from './status-line.ts';

export interface QuestionFlags extends CommonFlags {
  readonly csv?: true;
  readonly raw?: true;
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
  const among = flags.among === undefined ? undefined : nameFile(flags.among);
  const asks = prepareQuestion(name, parameters, { among }); // before OpenSearch is started for nothing
  return withSession(flags, io, async (session) => {
    const answered = await ask(asks, session, flags, io);
    await io.writeWithBackpressure(print(answered, flags, io)); // before the engine is left: that may fail
    return 0;
  });
}

/** Asks with a status line, where there is a terminal. */
export async function ask(
  asks: Ask,
  session: Session,
  flags: QuestionFlags,
  io: Io,
): Promise<Answered> {
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

/** Tables, CSV, or one line of JSON; below tables one line that says how far the answer reaches. */
function print({ answer, present }: Answered, flags: QuestionFlags, io: Io): string {
  if (flags.json) return jsonLine(answer);
  const presentation = present();
  const reach = reachLine(answer, io);
  if (!flags.csv) return answerText(presentation, io.columns) + reach;
  // A table has no room for what is said below it; that a number is not exact, or a filter
  // finds nothing, is said in any case.
  if (!flags.quiet || !answer.exact || answer.notes !== undefined)
    for (const sentence of presentation.closing) io.writeMessage(`${printable(sentence)}\n`);
  if (!flags.quiet || !answer.asOf.complete) io.writeMessage(reach);
  // On a terminal nobody imports it.
  return answerCsv(presentation, flags.raw === true, io.columns === null ? undefined : printable);
}

export const reachLine = ({ asOf }: Answered['answer'], io: Io): string =>
  `${printable(asOfText(asOf, io.now()))}\n`;
