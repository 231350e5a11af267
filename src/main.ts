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

/** A reader that has seen enough (`| head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const stop = new AbortController();
abortOnSignal(stop);

const io: Io = {
  print: (text) => {
    process.stdout.write(text);
  },
  printAll: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
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
  sleep: (delayMs) => sleep(delayMs, undefined, { signal: stop.signal }).catch(() => undefined),
};

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), io);
} catch (error) {
  const known =
    error instanceof TamarinError
      ? error
      : new TamarinError('internal', `Something unexpected happened: ${messageOf(error)}.`, {
          cause: error,
          hint: error instanceof Error ? (error.stack ?? '') : '',
        });
  process.stderr.write(errorText(known));
  const signal = stop.signal.reason;
  process.exitCode =
    known.code === 'interrupted' && signal === 'SIGTERM'
      ? SIGNAL_EXIT_CODES.SIGTERM
      : ERROR_TABLE[known.code].exitCode;
}
