/**
 * GETs at a fixed rate, over connections that are kept. Each is sent when its time has come, however
 * long the answers before it take, and is timed from then: a service that halts for a second is asked as
 * often as one that does not, and all who waited are counted.
 */
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { keptGet } from './kept-get.ts';

export interface Load {
  /** Without a slash at its end. */
  readonly url: string;
  /** Asked in turns. */
  readonly paths: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

export interface LoadResult {
  /** Milliseconds of all answers, ascending, by path. */
  readonly timesMs: ReadonlyMap<string, readonly number[]>;
  /** What did not end with status 200. */
  readonly errors: readonly string[];
}

/** Resolves when all have been answered. */
export async function getAtRate({ url, paths, perSecond, seconds }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true });
  const timesMs = new Map<string, number[]>(paths.map((path) => [path, []]));
  const errors: string[] = [];
  const get = async (path: string, dueMs: number): Promise<void> => {
    try {
      const { status } = await keptGet(url + path, agent);
      if (status === 200) timesMs.get(path)?.push(performance.now() - dueMs);
      else errors.push(`${path}: ${status}`);
    } catch (error) {
      errors.push(`${path}: ${error}`);
    }
  };
  const startMs = performance.now();
  const asked: Promise<void>[] = [];
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const dueMs = startMs + (at * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs); // for its turn
    asked.push(get(paths[at % paths.length] ?? '/', dueMs));
  }
  await Promise.all(asked);
  agent.destroy();
  for (const times of timesMs.values()) times.sort((a, b) => a - b);
  return { timesMs, errors };
}

/** By nearest rank, as all percentiles here. `ascending` has at least one value. */
export const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.ceil(share * ascending.length) - 1] ?? Number.NaN;
