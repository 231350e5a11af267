/**
 * Runs the command line against the OpenSearch of the tests: in this process, which spares a start of
 * Node each time, or as a process of its own, where a test is about the process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/cli/io.ts';
import { runToExit } from '../../src/cli/run-to-exit.ts';
import { NODE_FLAGS } from './node-flags.ts';
import { testEngineUrl } from './opensearch.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Result {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly child: ChildProcess;
  readonly done: Promise<Result>;
}

type Env = Readonly<Record<string, string | undefined>>;

export function startTamarin(
  args: readonly string[],
  env: Env = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): Run {
  const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, ...args], {
    env: fullEnv(env),
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const done = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, done };
}

/** A process of its own, to the end: for what reads the process's own environment, as the SDK of S3 does. */
export const runTamarinProcess = (args: readonly string[], env: Env = {}): Promise<Result> =>
  startTamarin(args, env).done;

/** In this process: as main.ts runs it, but for signals, streams and the environment that libraries read. */
export async function runTamarin(
  args: readonly string[],
  env: Env = {},
  stdin?: Buffer,
): Promise<Result> {
  let [stdout, stderr] = ['', ''];
  const print = (text: string): void => {
    stdout += text;
  };
  const io: Io = {
    print,
    writeWithBackpressure: async (text) => print(text),
    stdin: Readable.from(stdin === undefined ? [] : [stdin]),
    writeMessage: (text) => {
      stderr += text;
    },
    isMessageTerminal: false,
    columns: null,
    messageColumns: null,
    env: fullEnv(env),
    signal: new AbortController().signal,
    atExit: () => () => undefined,
    now: Date.now,
    random: Math.random,
    sleep: (delayMs, signal) =>
      sleep(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  };
  const code = await runToExit(args, io, () => undefined);
  return { code, signal: null, stdout, stderr };
}

function fullEnv(env: Env): Env {
  const own = 'OPENSEARCH_URL' in env ? {} : { OPENSEARCH_URL: testEngineUrl() };
  // Tests run side by side: no two of them take one port.
  return { ...process.env, NO_COLOR: '1', TAMARIN_PORT: '0', ...own, ...env };
}
