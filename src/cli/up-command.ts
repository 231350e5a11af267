/**
 * `tamarin up`: the main job in one command. Starts OpenSearch if none is configured, ships the
 * source, prints the four answers, and keeps OpenSearch running for more questions.
 */

import { styleText } from 'node:util';
import { friendsOf } from '../app/friends-of.ts';
import { addressedSource, findSource, type OpenableSource } from '../app/openable-source.ts';
import type { Config } from '../config/config.ts';
import { TamarinError } from '../core/error.ts';
import { printableLines } from '../core/printable.ts';
import type { Listening } from '../http/server.ts';
import type { RawParameters } from '../questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../questions/catalogue.ts';
import { exactnessOfAll, footOf } from '../questions/present/foot.ts';
import { doubtText } from '../questions/present/present-parts.ts';
import type { Answer } from '../questions/question.ts';
import { answerText } from '../render/text/answer-text.ts';
import { footText } from '../render/text/foot-text.ts';
import { type Asks, headlines } from './headlines.ts';
import type { Io } from './io.ts';
import { withKeptSession } from './kept-session.ts';
import { ask } from './question-command.ts';
import { SAMPLE_LOGS } from './sample-logs.ts';
import { refuseOpenService, serve, stopped } from './serve-command.ts';
import { configOf, type Session } from './session.ts';
import { sayLine } from './status-line.ts';
import { refuseUseless, type SyncFlags, syncExitCode, syncSource } from './sync-command.ts';

export interface UpFlags extends SyncFlags {
  readonly once?: true;
  readonly wide?: true;
}

export async function upCommand(
  named: string | undefined,
  flags: UpFlags,
  io: Io,
): Promise<number> {
  const isSamples = named === undefined;
  const all: UpFlags = isSamples ? { ...flags, samples: true } : flags;
  const config = configOf(flags, io);
  if (!flags.once) refuseOpenService(config); // before everything is shipped
  const source = isSamples
    ? addressedSource(SAMPLE_LOGS, config, io.env, 'samples')
    : await findSource(named, config, io.env, (text) => sayLine(io, text));
  return withKeptSession(all, io, async (session, io) => {
    const say = flags.quiet ? () => undefined : io.writeMessage;
    if (isSamples)
      say('No source given: shipping the sample logs. For your own: npm start -- ./my-logs\n');
    const about = { say, isSamples, config, source, io };
    let listening: Listening | null = null;
    try {
      const report = await syncSource(source, session, all, io, async (fromMs) => {
        await tryToAnswer(() => printAnswers(session, all, io, { from: new Date(fromMs).toISOString() }), io); // biome-ignore format: one call
        if (!flags.once) listening = await beginToServe(session, about);
      });
      refuseUseless(source.address, report);
      await printAnswers(session, all, io);
      if (flags.once)
        say(`\nAsk more, or keep all this running with "npm start":\n${askMoreText(isSamples)}`);
      else {
        listening ??= await beginToServe(session, about);
        await stopped(io.signal);
      }
      return syncExitCode(report, all);
    } finally {
      await stopServing(listening);
    }
  });
}

/** The days before are still to be shipped: an answer that fails does not stop that. */
async function tryToAnswer(answer: () => Promise<void>, io: Io): Promise<void> {
  try {
    await answer();
  } catch (error) {
    if (io.signal.aborted || !(error instanceof TamarinError)) throw error;
    io.writeMessage(`${printableLines(error.message)} The sync goes on.\n`);
  }
}

/** It was set by a callback, of which the compiler knows nothing. */
const stopServing = async (listening: Listening | null): Promise<void> => listening?.stop();

/** Whether they are exact and how far they reach is said once, below the last: all are asked after the same sync. */
async function printAnswers(
  session: Session,
  flags: UpFlags,
  io: Io,
  range: RawParameters = {},
): Promise<void> {
  let last: Answer | null = null;
  const layout = { columnsMax: io.columns, isWide: flags.wide === true };
  const asked: Answer[] = [];
  const asks: Asks = async (name, parameters) => {
    const prepared = prepareQuestion(name, { ...parameters, ...range });
    const answered = await ask(prepared, session, { ...flags, quiet: true }, io);
    asked.push(answered.answer);
    return answered;
  };
  for (const { title, answer } of headlines(asks, friendsOf(session.config))) {
    io.print(`\n${styleText(['bold', 'underline'], title)}\n`);
    const answered = await answer(); // in the order they are read
    for (const presentation of answered.presentations) io.print(`\n${answerText(presentation, layout)}`); // biome-ignore format: one line
    last = answered.answer;
  }
  if (last === null) return;
  const exactness = exactnessOfAll(asked);
  const { notes, parts } = footOf({ ...last, ...exactness }, io.now());
  const foot = { notes: [...doubtText(exactness), ...notes], parts };
  io.print(`\n${footText(foot, io.columns)}`);
}

interface Serving {
  readonly say: (text: string) => void;
  readonly isSamples: boolean;
  readonly config: Config;
  /** What can be synced over HTTP: that which was. */
  readonly source: OpenableSource;
  readonly io: Io;
}

/** Serves, and says where: other commands use OpenSearch meanwhile. null: only OpenSearch is there. */
async function beginToServe(session: Session, about: Serving): Promise<Listening | null> {
  const { say, isSamples } = about;
  const { server, engine } = session;
  const listening = await serveIfFree(session, about);
  say(
    `\n${listening === null ? '' : `The same answers over HTTP: ${listening.url}\n`}` +
      `OpenSearch ${server.version} is at ${engine?.url ?? server.name}; Ctrl-C stops it. Ask more from another terminal:\n` +
      askMoreText(isSamples),
  );
  return listening;
}

/** Hints call it by its short name, which a checkout does not install. */
const askMoreText = (isSamples: boolean): string =>
  `  npm run --silent tamarin -- top key --by bytes --limit 20${isSamples ? ' --samples' : ''}\n` +
  '  npm run --silent tamarin -- --help\n' +
  `"tamarin" alone works after: ${ALIAS}\n`;

const ALIAS = "alias tamarin='npm run --silent tamarin --'";

/** The answers are there already: a port that another one has is no reason to fail. */
async function serveIfFree(
  session: Session,
  { config, source, io }: Serving,
): Promise<Listening | null> {
  try {
    return await serve(session, { config, sources: [source], logLevel: 'warn' }, io);
  } catch (error) {
    if (!(error instanceof TamarinError) || error.code !== 'port_taken') throw error;
    io.writeMessage(
      `\n${printableLines(`${error.message} ${error.hint}`)} Nothing is served over HTTP.\n`,
    );
    return null;
  }
}
