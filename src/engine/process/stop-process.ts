/** Ends the process that an engine is, after making sure that the pid is still the engine's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, TamarinError } from '../../core/error.ts';
import type { DataDir } from '../home/data-dir.ts';
import { type EngineRecord, isOurEngine } from './engine-record.ts';

/**
 * A stop takes 0.1 to 1.6 s, the first one on a machine 3 s more (java/class-archive.ts). Nothing
 * acknowledged is lost when it has to be killed.
 */
const TERM_WAIT_MS = 10_000;
const KILL_WAIT_MS = 5_000;
const POLL_INTERVAL_MS = 25;

export async function stopProcess(record: EngineRecord, dataDir: DataDir): Promise<void> {
  const hasStopped =
    (await signalAndWait(record, dataDir, 'SIGTERM', TERM_WAIT_MS)) ||
    (await signalAndWait(record, dataDir, 'SIGKILL', KILL_WAIT_MS));
  if (!hasStopped) {
    throw new TamarinError('engine_failed', `The engine (process ${record.pid}) does not stop`, {
      hint: `Stop it yourself: kill -9 ${record.pid}`,
    });
  }
}

async function signalAndWait(
  record: EngineRecord,
  dataDir: DataDir,
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<boolean> {
  if (!isOurEngine(record, dataDir)) return true;
  sendSignal(record.pid, signal);
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    await sleep(POLL_INTERVAL_MS); // polls the end of one process
    if (!isOurEngine(record, dataDir)) return true;
  }
  return false;
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
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
