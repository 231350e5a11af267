/** A command as a user runs it: the whole process, how long it takes and how much memory it holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface MeasuredCommand {
  readonly seconds: number;
  /** The most that it held, in MiB. */
  readonly mib: number;
  readonly stdout: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The kernel keeps the peak itself; only that of a process that has ended is lost. */
const LOOK_EVERY_MS = 5;

/** @throws Error when it fails */
export async function measureCommand(
  args: readonly string[],
  opensearchUrl: string,
): Promise<MeasuredCommand> {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const [, , ...node] = scripts.tamarin.split(' ');
  const started = performance.now();
  const child = spawn(process.execPath, [...node, ...args], {
    cwd: root,
    env: { ...process.env, OPENSEARCH_URL: opensearchUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let mib = 0;
  const timer = setInterval(() => {
    mib = Math.max(mib, readPeak(child.pid));
  }, LOOK_EVERY_MS);
  const ended = once(child, 'exit');
  const stdout = await text(child.stdout);
  const [code] = await ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`tamarin ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - started) / 1_000, mib, stdout };
}

function readPeak(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    return 0; // it has ended
  }
}
