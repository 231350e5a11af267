/** Waits for what a running command says or leaves, never for a time. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from './run-tamarin.ts';

/** An engine start takes 6 s, on a machine that is busy with other tests 30 s. */
const WAIT_MAX_MS = 120_000;
const POLL_INTERVAL_MS = 25;
/** Of what has to be asked of a server, which costs both of them. */
const ASK_INTERVAL_MS = 100;

export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  waitMaxMs = WAIT_MAX_MS,
): Promise<void> {
  const deadline = Date.now() + waitMaxMs;
  for (;;) {
    const answer = isSo();
    if (await answer) return; // polls one condition
    if (Date.now() > deadline) throw new Error(`not so after ${waitMaxMs / 1_000} s: ${what}`);
    await sleep(typeof answer === 'boolean' ? POLL_INTERVAL_MS : ASK_INTERVAL_MS); // as above
  }
}

/** What the command has said on stderr so far. */
export function listen({ child }: Run): () => string {
  let said = '';
  child.stderr?.on('data', (text: string) => {
    said += text;
  });
  return () => said;
}

export const hasEnded = ({ child }: Run): boolean =>
  child.exitCode !== null || child.signalCode !== null;

/** Pid of the engine that engine.json names; null: there is none. */
export function enginePid(dataDir: string): number | null {
  try {
    return JSON.parse(readFileSync(`${dataDir}/engine.json`, 'utf8')).pid;
  } catch {
    return null; // not started yet, or stopped
  }
}
