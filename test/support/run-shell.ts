/** Runs the command line in a shell, where its output is redirected as a user would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { testEngineUrl } from './opensearch.ts';
import type { Result } from './run-tamarin.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** `tamarin` in the command is ours. */
export function runShell(
  command: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const tamarin = `tamarin() { "${process.execPath}" "${MAIN}" "$@"; }`;
  const child = spawn('bash', ['-c', `${tamarin}; ${command}`], {
    env: { ...process.env, NO_COLOR: '1', OPENSEARCH_URL: testEngineUrl(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
