/** Ends an engine, be it a process or a container, and with it its record. */
import { killContainer, stopContainer } from './docker/container.ts';
import type { DataDir } from './home/data-dir.ts';
import { type EngineRecord, isOurEngine, readRecord, removeRecord } from './process/engine-record.ts'; // biome-ignore format: one import
import { sendSignal, stopProcess } from './process/stop-process.ts';
import { countLiveUsers } from './process/users.ts';

/** With the lock held. A container can outlive the client by whose process it is known. */
export async function stopUnused(dataDir: DataDir): Promise<void> {
  if (countLiveUsers(dataDir.usersDir) > 0) return;
  const record = readRecord(dataDir);
  if (record !== undefined) await stopEngine(record, dataDir);
}

/** For who cannot wait for its end. Nothing acknowledged is lost; its next start takes longer. */
export function killUnused(dataDir: DataDir): void {
  const record = readRecord(dataDir);
  if (record === undefined) return;
  if (record.container !== undefined) killContainer(record.container);
  if (isOurEngine(record, dataDir)) sendSignal(record.pid, 'SIGKILL');
  removeRecord(dataDir);
}

export async function stopEngine(record: EngineRecord, dataDir: DataDir): Promise<void> {
  if (record.container !== undefined) await stopContainer(record.container);
  await stopProcess(record, dataDir); // the client of a container ends with it, unless it hangs
  removeRecord(dataDir);
}
