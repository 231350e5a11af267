/**
 * The engine's life as the rest of Tamarin sees it: `startEngine` gives the address of an
 * OpenSearch of our own, starting one when none runs for the data directory; `release` ends the
 * use, and the last use ends the engine.
 */
import { TamarinError } from '../core/error.ts';
import { engineUrl } from './health.ts';
import { type DataDir, openDataDir } from './home/data-dir.ts';
import type { NewEngineOptions } from './new-engine.ts';
import { type EngineRecord, isOurEngine, nameOf, readLiveRecord } from './process/engine-record.ts';
import { acquireLock, type Lock } from './process/lock.ts';
import { sameOrAnyPort } from './process/port.ts';
import { hasLiveUsers, registerUser, type User } from './process/users.ts';
import { type ProvidedEngine, provideEngine } from './provide-engine.ts';
import { killUnused, stopUnused } from './stop-engine.ts';

/** Another process may hold the lock while it fetches (55 min an image) and starts (2 min). */
const START_LOCK_WAIT_MS = 60 * 60_000;
/**
 * Who holds the lock longer starts the engine, and will stop it itself, or stops it at this moment:
 * one that found it in use lets go at once.
 */
const RELEASE_LOCK_WAIT_MS = 5_000;

export interface StartEngineOptions extends NewEngineOptions {
  readonly dataDir: string;
  /**
   * Keeps a task for a process that ends without `release`: it ends the engine if nobody else uses
   * it, and does not wait. Returns what drops the task.
   */
  readonly atExit?: ((task: () => void) => () => void) | undefined;
}

export interface Engine {
  /** Another one after a restart that could not have the same port. */
  readonly url: string;
  readonly version: string;
  readonly pid: number;
  /** "process 123", or the container that it is. */
  readonly name: string;
  /** false when one that ran already is used. */
  readonly started: boolean;
  /** false when something else than `release` has ended it. */
  isRunning(): boolean;
  /** Starts it again after such an end, on the same port if that is free. */
  restart(signal: AbortSignal): Promise<void>;
  /** May be called more than once; all calls end when the first has. */
  release(): Promise<void>;
}

export async function startEngine(options: StartEngineOptions): Promise<Engine> {
  const dataDir = openDataDir(options.dataDir);
  return interruptible(options.signal, async () => {
    const lock = await startLock(dataDir, options);
    try {
      const user = registerUser(dataDir.usersDir);
      const dropExitTask = options.atExit?.(() => abandon(dataDir, user));
      try {
        const provided = await provideEngine(dataDir, options);
        return new UsedEngine(provided, { dataDir, options, user, dropExitTask });
      } catch (error) {
        user.leave();
        await stopUnused(dataDir);
        dropExitTask?.();
        throw error;
      }
    } finally {
      lock.release();
    }
  });
}

interface Use {
  readonly dataDir: DataDir;
  readonly options: StartEngineOptions;
  readonly user: User;
  readonly dropExitTask: (() => void) | undefined;
}

class UsedEngine implements Engine {
  readonly started: boolean;
  readonly #use: Use;
  #record: EngineRecord;
  #released: Promise<void> | undefined;

  constructor({ record, isNew }: ProvidedEngine, use: Use) {
    this.started = isNew;
    this.#record = record;
    this.#use = use;
  }

  get url(): string {
    return engineUrl(this.#record.port);
  }

  get version(): string {
    return this.#record.version;
  }

  get pid(): number {
    return this.#record.pid;
  }

  get name(): string {
    return nameOf(this.#record);
  }

  isRunning(): boolean {
    return isOurEngine(this.#record, this.#use.dataDir);
  }

  /** Another process that uses it may have been quicker: then the one that runs is used. */
  async restart(signal: AbortSignal): Promise<void> {
    const { dataDir, options } = this.#use;
    await interruptible(signal, async () => {
      const lock = await startLock(dataDir, { ...options, signal });
      try {
        const port = await sameOrAnyPort(this.#record.port);
        this.#record = (await provideEngine(dataDir, { ...options, signal, port })).record;
      } finally {
        lock.release();
      }
    });
  }

  release(): Promise<void> {
    this.#released ??= release(this.#use);
    return this.#released;
  }
}

const startLock = (dataDir: DataDir, { signal, say }: StartEngineOptions): Promise<Lock> =>
  acquireLock(dataDir.lockFile, {
    waitMaxMs: START_LOCK_WAIT_MS,
    signal,
    onWait: (pid) => say(`waiting for process ${pid}, which starts or stops the engine`),
  });

async function interruptible<T>(
  signal: AbortSignal | undefined,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new TamarinError('interrupted', 'The start of the embedded OpenSearch was interrupted', {
      cause: error,
    });
  }
}

/** @throws TamarinError when the engine goes on running, although nobody uses it */
async function release({ dataDir, user, dropExitTask }: Use): Promise<void> {
  user.leave();
  try {
    const lock = await acquireLock(dataDir.lockFile, { waitMaxMs: RELEASE_LOCK_WAIT_MS });
    try {
      await stopUnused(dataDir);
    } finally {
      lock.release();
    }
  } catch (error) {
    const isInUse = hasLiveUsers(dataDir.usersDir);
    if (!isInUse && readLiveRecord(dataDir) !== undefined) throw error;
  } finally {
    dropExitTask?.();
  }
}

/** In a process that is ending: nothing can be waited for, the lock neither. */
function abandon(dataDir: DataDir, user: User): void {
  user.leave();
  if (!hasLiveUsers(dataDir.usersDir)) killUnused(dataDir);
}
