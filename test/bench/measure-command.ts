/** A command as a user runs it: the whole process, how long it takes, its CPU and its memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../support/node-flags.ts';
import type { Usage } from './report-usage.ts';

export interface MeasuredCommand extends Usage {
  readonly seconds: number;
  readonly stdout: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** As the scripts of package.json name it. */
const COMPILE_CACHE = 'node_modules/.compile-cache';
const preload = new URL('./report-usage.ts', import.meta.url).href;

/** `tamarin` with these arguments. @throws Error when it fails */
export const measureCommand = (
  args: readonly string[],
  opensearchUrl: string,
): Promise<MeasuredCommand> =>
  measureScript([...NODE_FLAGS, 'src/main.ts', ...args], { OPENSEARCH_URL: opensearchUrl });

/** `node` with these arguments, from the project's root. @throws Error when it fails */
export async function measureScript(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredCommand> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [stdout, usage] = await Promise.all([
    text(child.stdout as Readable), // both are pipes
    text(child.stdio[3] as Readable),
  ]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return {
    ...(JSON.parse(usage) as Usage),
    seconds: (performance.now() - started) / 1_000,
    stdout,
  }; // as report-usage.ts writes it
}
