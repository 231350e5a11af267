/** Runs the command line as a child process, as a user would, against the OpenSearch of the tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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
  const own = 'OPENSEARCH_URL' in env ? {} : { OPENSEARCH_URL: testEngineUrl() };
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...own, ...env },
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

export const runTamarin = (args: readonly string[], env: Env = {}): Promise<Result> =>
  startTamarin(args, env).done;
