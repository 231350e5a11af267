/**
 * The engine's life as the rest of Tamarin sees it: `startEngine` gives the address of an
 * OpenSearch of our own, starting one when none runs for the data directory; `release` ends the
 * use, and the last use ends the engine.
 */
import { TamarinError } from '../core/error.ts';
import { awaitHealth } from './await-health.ts';
import { type DataDir, openDataDir } from './data-dir.ts';
import { type EngineRecord, readLiveRecord } from './engine-record.ts';
import { engineUrl } from './health.ts';
import { acquireLock } from './lock.ts';
import { type NewEngineOptions, startNewEngine } from './new-engine.ts';
import { stopEngine } from './stop-engine.ts';
import { countLiveUsers, registerUser, type User } from './users.ts';

/** Another process may hold the lock while it fetches (20 min) and starts (2 min). */
const START_LOCK_WAIT_MS = 25 * 60_000;
/** Who holds the lock longer than a stop takes is starting: it will stop the engine itself. */
const RELEASE_LOCK_WAIT_MS = 20_000;

export interface StartEngineOptions extends NewEngineOptions {
  readonly dataDir: string;
}

export interface Engine {
  readonly url: string;
  readonly version: string;
  /** false when one that ran already is used. */
  readonly started: boolean;
  /** May be called more than once; all calls end when the first has. */
  release(): Promise<void>;
}

export async function startEngine(options: StartEngineOptions): Promise<Engine> {
  const dataDir = openDataDir(options.dataDir);
  const { signal } = options;
  try {
    const lock = await acquireLock(dataDir.lockFile, {
      waitMaxMs: START_LOCK_WAIT_MS,
      signal,
      onWait: (pid) => options.say(`waiting for process ${pid}, which starts or stops the engine`),
    });
    try {
      const user = registerUser(dataDir.usersDir);
      return await useOrStart(dataDir, options, user);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new TamarinError('interrupted', 'The start of the embedded OpenSearch was interrupted', {
      cause: error,
    });
  }
}

/** With the lock held. */
async function useOrStart(
  dataDir: DataDir,
  options: StartEngineOptions,
  user: User,
): Promise<Engine> {
  const toEngine = (record: EngineRecord, started: boolean): Engine => {
    let released: Promise<void> | undefined;
    return {
      url: engineUrl(record.port),
      version: record.version,
      started,
      release: () => {
        released ??= release(dataDir, user);
        return released;
      },
    };
  };
  try {
    const running = await useRunning(dataDir, options);
    if (running !== undefined) return toEngine(running, false);
    return toEngine(await startNewEngine(dataDir, options), true);
  } catch (error) {
    user.leave();
    await stopUnused(dataDir);
    throw error;
  }
}

/** One that its owner left behind is as good as any: it is used, and stopped by its last user. */
async function useRunning(
  dataDir: DataDir,
  options: StartEngineOptions,
): Promise<EngineRecord | undefined> {
  const record = readLiveRecord(dataDir);
  if (record === undefined) return undefined;
  const others = countLiveUsers(dataDir.usersDir) - 1; // without this call's own use
  const { say, signal } = options;
  try {
    const { version } = await awaitHealth({ dataDir, record, say, signal, ended: () => undefined });
    if (options.port !== 0 && options.port !== record.port) {
      say(`the engine already runs on port ${record.port}; port ${options.port} is not used`);
    }
    return { ...record, version };
  } catch (error) {
    if (signal?.aborted) throw error;
    // It may only be slow, and others work with it: ending it is for who is alone with it.
    if (others > 0 && readLiveRecord(dataDir) !== undefined) throw error;
    say(`the running engine (process ${record.pid}) does not answer and is restarted`);
    await stopEngine(record.pid, dataDir);
    return undefined;
  }
}

async function release(dataDir: DataDir, user: User): Promise<void> {
  user.leave();
  const lock = await acquireLock(dataDir.lockFile, { waitMaxMs: RELEASE_LOCK_WAIT_MS });
  try {
    await stopUnused(dataDir);
  } finally {
    lock.release();
  }
}

/** With the lock held. */
async function stopUnused(dataDir: DataDir): Promise<void> {
  if (countLiveUsers(dataDir.usersDir) > 0) return;
  const record = readLiveRecord(dataDir);
  if (record !== undefined) await stopEngine(record.pid, dataDir);
}
