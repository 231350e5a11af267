#!/usr/bin/env node
/**
 * The process: the only file that reads arguments and environment, handles signals and sets the
 * exit code.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './cli/io.ts';
import { errorText, runCommandLine } from './cli/program.ts';
import { ERROR_TABLE, messageOf, TamarinError } from './core/error.ts';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal asks the command to stop; the second ends the process at once. */
function abortOnSignal(controller: AbortController): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(SIGNAL_EXIT_CODES[name]);
      controller.abort(name);
    });
  }
}

const stop = new AbortController();
abortOnSignal(stop);

/**
 * A reader that has seen enough (`| head`) is no error: the command stops as on a signal, so that it
 * leaves no engine behind, and the process ends with 0.
 */
const PIPE_CLOSED = 'EPIPE';
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== PIPE_CLOSED) throw error;
    stop.abort(PIPE_CLOSED);
  });
}

const io: Io = {
  print: (text) => {
    process.stdout.write(text);
  },
  printAll: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain', { signal: stop.signal });
  },
  get stdin() {
    return process.stdin; // opened only by a command that reads it
  },
  talk: (text) => {
    process.stderr.write(text);
  },
  isTalkTerminal: process.stderr.isTTY === true,
  isPrintTerminal: process.stdout.isTTY === true,
  columns: process.stdout.isTTY === true ? process.stdout.columns : null,
  env: process.env,
  signal: stop.signal,
  now: Date.now,
  random: Math.random,
  sleep: (delayMs, signal) => {
    const end = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
    return sleep(delayMs, undefined, { signal: end }).catch(() => undefined);
  },
};

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), io);
} catch (error) {
  const known = toTamarinError(error);
  if (stop.signal.reason !== PIPE_CLOSED) process.stderr.write(errorText(known));
  process.exitCode = exitCodeOf(known, stop.signal.reason);
}

function toTamarinError(error: unknown): TamarinError {
  if (error instanceof TamarinError) return error;
  const isStopped = stop.signal.aborted;
  const what = isStopped
    ? 'The command was stopped.'
    : `Something unexpected happened: ${messageOf(error)}.`;
  const hint = !isStopped && error instanceof Error ? (error.stack ?? '') : '';
  return new TamarinError(isStopped ? 'interrupted' : 'internal', what, { cause: error, hint });
}

function exitCodeOf({ code }: TamarinError, stopReason: unknown): number {
  if (stopReason === PIPE_CLOSED) return 0;
  const isTerminated = code === 'interrupted' && stopReason === 'SIGTERM';
  return isTerminated ? SIGNAL_EXIT_CODES.SIGTERM : ERROR_TABLE[code].exitCode;
}
