/** Waits until the engine answers, and explains with its log when it does not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TamarinError } from '../core/error.ts';
import { askHealth, type Health } from './health.ts';
import type { DataDir } from './home/data-dir.ts';
import { readLogTail } from './log-tail.ts';
import { type EngineRecord, isOurEngine } from './process/engine-record.ts';

/** A start takes 5 s, and 14 s after a kill -9 in the middle of much writing. */
const HEALTH_WAIT_MS = 120_000;
const POLL_INTERVAL_MS = 100;
const PROGRESS_INTERVAL_MS = 15_000;
/** The exit code of a child comes a moment after its end, on a busy machine a longer one. */
const ENDING_WAIT_MS = 5_000;

export interface AwaitHealthOptions {
  readonly dataDir: DataDir;
  readonly record: EngineRecord;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal | undefined;
  /** How the process ended, once that is known; null: it is no child of ours. */
  readonly ended: (() => string | undefined) | null;
}

export async function awaitHealth(
  options: AwaitHealthOptions,
): Promise<Extract<Health, { kind: 'up' }>> {
  const { record, dataDir, signal } = options;
  const started = Date.now();
  let progressAt = started + PROGRESS_INTERVAL_MS;
  let reason = 'no answer yet';
  while (Date.now() - started < HEALTH_WAIT_MS) {
    signal?.throwIfAborted();
    const health = await askHealth(record.port, record.clusterName); // polls one server
    if (health.kind === 'up') return health;
    reason = health.reason;
    if (!isOurEngine(record, dataDir)) {
      const ending = await endingOf(options.ended);
      throw failed(dataDir, `ended while starting (${ending})`);
    }
    if (Date.now() > progressAt) {
      progressAt += PROGRESS_INTERVAL_MS;
      options.say(`waiting for OpenSearch on port ${record.port}: ${reason}`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
  throw failed(dataDir, `is not ready after ${HEALTH_WAIT_MS / 1000} s: ${reason}`);
}

async function endingOf(ended: AwaitHealthOptions['ended']): Promise<string> {
  if (ended === null) return 'process gone';
  for (let waitedMs = 0; waitedMs < ENDING_WAIT_MS; waitedMs += POLL_INTERVAL_MS) {
    const ending = ended();
    if (ending !== undefined) return ending;
    await sleep(POLL_INTERVAL_MS);
  }
  return 'process gone';
}

function failed(dataDir: DataDir, what: string): TamarinError {
  return new TamarinError(
    'engine_failed',
    `The embedded OpenSearch ${what}. The end of its log:\n${readLogTail(dataDir.logFile)}`,
    { hint: `Full log: ${dataDir.logFile}` },
  );
}
