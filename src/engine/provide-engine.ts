/** The engine of a data directory: the one that runs, if it answers, else a new one. */
import { awaitHealth } from './await-health.ts';
import type { DataDir } from './home/data-dir.ts';
import { type NewEngineOptions, startNewEngine } from './new-engine.ts';
import { type EngineRecord, nameOf, readLiveRecord } from './process/engine-record.ts';
import { countLiveUsers } from './process/users.ts';
import { stopEngine } from './stop-engine.ts';

export interface ProvidedEngine {
  readonly record: EngineRecord;
  /** false when one that ran already is used. */
  readonly isNew: boolean;
}

/** With the lock held, by a registered user. */
export async function provideEngine(
  dataDir: DataDir,
  options: NewEngineOptions,
): Promise<ProvidedEngine> {
  const running = await useRunning(dataDir, options);
  if (running !== undefined) return { record: running, isNew: false };
  return { record: await startNewEngine(dataDir, options), isNew: true };
}

/** One that its owner left behind is as good as any: it is used, and stopped by its last user. */
async function useRunning(
  dataDir: DataDir,
  options: NewEngineOptions,
): Promise<EngineRecord | undefined> {
  const record = readLiveRecord(dataDir);
  if (record === undefined) return undefined;
  const others = countLiveUsers(dataDir.usersDir) - 1; // without this call's own use
  const { say, signal } = options;
  try {
    const { version } = await awaitHealth({ dataDir, record, say, signal, ended: null });
    if (options.port !== 0 && options.port !== record.port) {
      say(`the engine is already running on port ${record.port}; ignoring port ${options.port}`);
    }
    return { ...record, version };
  } catch (error) {
    if (signal?.aborted) throw error;
    // It may only be slow, and others work with it: ending it is for who is alone with it.
    if (others > 0 && readLiveRecord(dataDir) !== undefined) throw error;
    say(`the running engine (${nameOf(record)}) does not answer; restarting it`);
    await stopEngine(record, dataDir);
    return undefined;
  }
}
