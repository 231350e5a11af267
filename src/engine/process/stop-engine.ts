/** Ends the engine's process, after making sure that the pid is still the engine's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, TamarinError } from '../../core/error.ts';
import type { DataDir } from '../home/data-dir.ts';
import { isOurEngine, readLiveRecord, removeRecord } from './engine-record.ts';
import { countLiveUsers } from './users.ts';

/**
 * A stop takes 0.1 to 1.6 s, the first one on a machine 3 s more (java/class-archive.ts). Nothing
 * acknowledged is lost when it has to be killed.
 */
const TERM_WAIT_MS = 10_000;
const KILL_WAIT_MS = 5_000;
const POLL_INTERVAL_MS = 25;

/** With the lock held. */
export async function stopUnused(dataDir: DataDir): Promise<void> {
  if (countLiveUsers(dataDir.usersDir) > 0) return;
  const record = readLiveRecord(dataDir);
  if (record !== undefined) await stopEngine(record.pid, dataDir);
}

/** For who cannot wait for its end. Nothing acknowledged is lost; its next start takes longer. */
export function killUnused(dataDir: DataDir): void {
  const record = readLiveRecord(dataDir);
  if (record === undefined) return;
  send(record.pid, 'SIGKILL');
  removeRecord(dataDir);
}

export async function stopEngine(pid: number, dataDir: DataDir): Promise<void> {
  const hasStopped =
    (await signalAndWait(pid, dataDir, 'SIGTERM', TERM_WAIT_MS)) ||
    (await signalAndWait(pid, dataDir, 'SIGKILL', KILL_WAIT_MS));
  if (!hasStopped) {
    throw new TamarinError('engine_failed', `The engine (process ${pid}) does not stop`, {
      hint: `Stop it yourself: kill -9 ${pid}`,
    });
  }
  removeRecord(dataDir);
}

async function signalAndWait(
  pid: number,
  dataDir: DataDir,
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<boolean> {
  if (!isOurEngine(pid, dataDir)) return true;
  send(pid, signal);
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    await sleep(POLL_INTERVAL_MS); // polls the end of one process
    if (!isOurEngine(pid, dataDir)) return true;
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return; // as: kill errors carry a code
    throw new TamarinError(
      'engine_failed',
      `Cannot stop the engine (process ${pid}): ${messageOf(cause)}`,
      { cause, hint: `Stop it as the user that started it: kill ${pid}` },
    );
  }
}
