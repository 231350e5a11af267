/**
 * Keeps the engine running while a long task uses it: one that was ended from outside, by `kill` or
 * for want of memory, is started again. Ends the task when that fails.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { TamarinError } from '../core/error.ts';
import type { Engine } from './start-engine.ts';

const CHECK_INTERVAL_MS = 1_000;
/** An engine that ends again and again has a reason that starting it does not mend. */
const RESTARTS_MAX = 3;
const RESTARTS_WITHIN_MS = 10 * 60_000;

export interface KeepOptions {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** `task` gets a signal that is aborted when it is to end: by `signal`, or because the engine is gone for good. */
export async function keepEngine<T>(
  engine: Engine,
  { say, signal }: KeepOptions,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const done = new AbortController();
  const end = AbortSignal.any([signal, done.signal]);
  const watching = watch(engine, say, end).catch((error: unknown) => {
    if (!end.aborted) gone.abort(error);
  });
  try {
    const result = await task(AbortSignal.any([signal, gone.signal]));
    gone.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw gone.signal.aborted ? gone.signal.reason : error; // why the task failed
  } finally {
    done.abort();
    await watching;
  }
}

/** Runs until `end` is aborted. @throws TamarinError when the engine cannot be kept running */
async function watch(
  engine: Engine,
  say: (line: string) => void,
  end: AbortSignal,
): Promise<never> {
  let endings: readonly number[] = [];
  for (;;) {
    await sleep(CHECK_INTERVAL_MS, undefined, { signal: end, ref: false }); // looks again and again
    if (engine.isRunning()) continue;
    const nowMs = Date.now();
    endings = [...endings.filter((ms) => nowMs - ms < RESTARTS_WITHIN_MS), nowMs];
    if (endings.length > RESTARTS_MAX) throw endsAgain();
    say(`OpenSearch (${engine.name}) has ended; restarting it`);
    const urlBefore = engine.url;
    await engine.restart(end); // before the next look
    if (engine.url !== urlBefore) say(`OpenSearch has a new address: ${engine.url}`);
  }
}

const endsAgain = (): TamarinError =>
  new TamarinError(
    'engine_failed',
    `The embedded OpenSearch ended ${RESTARTS_MAX + 1} times within ` +
      `${RESTARTS_WITHIN_MS / 60_000} minutes and will not be restarted.`,
    { hint: 'Find out what ends it: too little memory (dmesg | grep -i oom), or another program.' },
  );
