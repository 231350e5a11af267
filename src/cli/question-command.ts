/** The commands that ask: `top`, `compare`, `timeline`, `search`, `client`. */
import { formatCount } from '../core/format.ts';
import { openSearchPort } from '../opensearch/search-port.ts';
import { type Answered, type Ask, prepareQuestion } from '../questions/catalogue.ts';
import type { RawParameters } from '../questions/read-filters.ts';
import type { SweepProgress } from '../questions/sweep.ts';
import { addressFilesDigest } from './address-files.ts';
import { answerCsv } from './answer-csv.ts';
import { answerText } from './answer-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { printable } from './printable.ts';
import { type Session, withSession } from './session.ts';
import { startStatusLine } from './status-line.ts';

export interface QuestionFlags extends CommonFlags {
  readonly csv?: true;
  readonly raw?: true;
}

/** @throws TamarinError */
export async function questionCommand(
  name: string,
  parameters: RawParameters,
  flags: QuestionFlags,
  io: Io,
): Promise<number> {
  const asks = prepareQuestion(name, parameters); // before OpenSearch is started for nothing
  await io.printAll(await withSession(flags, io, (session) => ask(asks, session, flags, io)));
  return 0;
}

/** The answer as it is printed: tables, CSV, or one line of JSON. */
export async function ask(
  asks: Ask,
  { server, names, config }: Session,
  flags: QuestionFlags,
  io: Io,
): Promise<string> {
  const { questionTimeoutMs: timeoutMs } = config;
  const port = openSearchPort(server, names.recordsPattern, {
    timeoutMs,
    signal: io.signal,
    addressFiles: addressFilesDigest(config),
  });
  let swept: SweepProgress | null = null;
  const status = flags.quiet ? null : startStatusLine(io, () => progressText(swept));
  try {
    const answered = await asks(port, (progress) => {
      swept = progress;
    });
    return print(answered, flags, io);
  } finally {
    status?.stop();
  }
}

function progressText(swept: SweepProgress | null): string {
  if (swept === null) return 'asking …';
  const { groups, groupsExpected } = swept;
  return `reading all groups: ${formatCount(groups)} of about ${formatCount(groupsExpected)}`;
}

function print({ answer, present }: Answered, flags: QuestionFlags, io: Io): string {
  if (flags.json) return `${JSON.stringify(answer)}\n`;
  const presentation = present();
  if (!flags.csv) return answerText(presentation, io.columns);
  // A table has no room for what is said below it; that a number is not exact is said in any case.
  if (!flags.quiet || !answer.exact)
    for (const sentence of presentation.closing) io.talk(`${printable(sentence)}\n`);
  return answerCsv(presentation, flags.raw === true);
}
