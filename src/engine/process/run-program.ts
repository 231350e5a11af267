/** Runs a program to its end, with a time limit and a limit on what is kept of its output. */
import { spawn } from 'node:child_process';

const OUTPUT_CHARACTERS_MAX = 20_000;

export interface RunOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** By default that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface RunResult {
  /** null when a signal ended it. */
  readonly exitCode: number | null;
  /** For a message: "exit code 1", "ended by SIGTERM". */
  readonly ending: string;
  /** stdout and stderr as they came, the end of it. */
  readonly output: string;
}

export function runProgram(options: RunOptions): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.program, options.args, {
      ...(options.env === undefined ? {} : { env: options.env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    let output = '';
    const keep = (text: string): void => {
      output = (output + text).slice(-OUTPUT_CHARACTERS_MAX);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (exitCode, signalName) => {
      const ending = signalName === null ? `exit code ${exitCode}` : `ended by ${signalName}`;
      resolve({ exitCode, ending, output });
    });
  });
}
