#!/usr/bin/env node
/**
 * The process: the only file that reads arguments and environment, handles signals and sets the
 * exit code.
 */
import { once } from 'node:events';
import { fstatSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Io } from './cli/io.ts';
import { runToExit } from './cli/run-to-exit.ts';
import { SignalCount, STOP_SIGNALS, type StopReason, stopExitCode } from './cli/stop-reason.ts';
import { writeWhole } from './cli/write-whole.ts';
import { messageOf } from './core/error.ts';

/** What is under way when a command is stopped has this long to end. */
const STOP_MAX_MS = 9_000;

const stopping = new AbortController();
let stopReason: StopReason | undefined;
const exitTasks = new Set<() => void>();

/** The first reason asks the command to stop, and counts. */
function stop(reason: StopReason): void {
  if (stopReason !== undefined) return;
  stopReason = reason;
  stopping.abort(reason);
  setTimeout(() => {
    writeMessage(`tamarin: stopping took over ${STOP_MAX_MS / 1_000} s; forced to exit\n`);
    process.exit(stopExitCode(reason));
  }, STOP_MAX_MS).unref();
}

const signals = new SignalCount(process.env);
for (const name of STOP_SIGNALS) {
  process.on(name, () => {
    if (signals.isForcing(name, performance.now())) process.exit(stopExitCode(name));
    stop(name);
  });
}

/** By force, or by an error that nobody caught: an engine that nobody uses any more ends with it. */
process.on('exit', () => {
  for (const task of exitTasks) task();
});

/**
 * A reader that has seen enough (`| head`) is no error: the command stops as on a signal, so that it
 * leaves no engine behind. EIO is a terminal that was closed.
 */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop('pipe_closed');
    else if (error.code === 'EIO' && stream.isTTY) stop('SIGHUP');
    else failOutput(error);
  });
}

/** Said at once: the command has nothing to say about it, and may have ended. */
function failOutput(error: unknown): void {
  if (stopReason !== undefined) return;
  stop('output_failed');
  process.exitCode = stopExitCode('output_failed');
  writeMessage(`tamarin: Cannot write the output: ${messageOf(error).replace(/, write$/, '')}.\n`);
}

/** Writes to a stream; false where a terminal or a reader cannot take more yet. */
function makeWriter(
  stream: NodeJS.WriteStream & { readonly fd: number },
): (text: string) => boolean {
  const stat = fstatSync(stream.fd);
  const isFile = stat.isFile() || (stat.isCharacterDevice() && stream.isTTY !== true);
  if (!isFile) return (text) => stream.write(text);
  return (text) => {
    try {
      writeWhole(stream.fd, text);
    } catch (error) {
      failOutput(error);
    }
    return true;
  };
}

const print = makeWriter(process.stdout);
const writeMessage = makeWriter(process.stderr);

const io: Io = {
  print: (text) => {
    print(text);
  },
  writeWithBackpressure: async (text) => {
    if (!print(text)) await once(process.stdout, 'drain', { signal: stopping.signal });
    if (stopReason === 'output_failed') stopping.signal.throwIfAborted(); // nobody gets what would follow
  },
  get stdin() {
    return process.stdin; // opened only by a command that reads it
  },
  writeMessage: (text) => {
    writeMessage(text);
  },
  isMessageTerminal: process.stderr.isTTY === true,
  get messageColumns() {
    return process.stderr.isTTY === true ? process.stderr.columns : null; // may change while a command runs
  },
  columns: process.stdout.isTTY === true ? process.stdout.columns : null,
  env: process.env,
  signal: stopping.signal,
  atExit: (task) => {
    exitTasks.add(task);
    return () => exitTasks.delete(task);
  },
  now: Date.now,
  random: Math.random,
  sleep: (delayMs, signal) => {
    const end = signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]);
    return sleep(delayMs, undefined, { signal: end }).catch(() => undefined);
  },
};

process.exitCode = await runToExit(process.argv.slice(2), io, () => stopReason);
