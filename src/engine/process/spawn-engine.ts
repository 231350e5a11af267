/**
 * Starts the process of an engine. It gets its own process group, so that Ctrl-C in the terminal
 * reaches Tamarin only, and no stdio of ours, so that nobody's pipe stays open on its account.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync } from 'node:fs';
import { messageOf, TamarinError } from '../../core/error.ts';
import { type DataDir, PRIVATE_FILE_MODE } from '../home/data-dir.ts';
import type { Launched } from './engine-way.ts';

export interface SpawnOptions {
  readonly dataDir: DataDir;
  readonly program: string;
  readonly args: readonly string[];
  /** By default that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Its output goes to the engine's log. @throws TamarinError */
export async function spawnEngine({
  dataDir,
  program,
  args,
  env,
}: SpawnOptions): Promise<Launched> {
  const log = openLog(dataDir.logFile);
  try {
    const stdio = ['ignore', log, log] as const;
    return await watch(spawn(program, args, { cwd: dataDir.path, env, detached: true, stdio: [...stdio] })); // biome-ignore format: one call
  } catch (cause) {
    throw new TamarinError('engine_failed', `Cannot start a process: ${messageOf(cause)}`, {
      cause,
      hint: 'Check the process and memory limits (ulimit -a), then run it again.',
    });
  } finally {
    closeSync(log);
  }
}

/** A new log for each start, one old one kept: enough to see why the last engine ended. */
function openLog(file: string): number {
  try {
    renameSync(file, `${file}.1`);
  } catch {
    // the first start
  }
  return openSync(file, 'w', PRIVATE_FILE_MODE);
}

function watch(child: ChildProcess): Promise<Launched> {
  let ending: string | undefined;
  child.once('exit', (code, signal) => {
    ending = signal === null ? `exit code ${code}` : signal;
  });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve({ pid: child.pid ?? 0, ended: () => ending }));
  });
}
