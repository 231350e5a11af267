/**
 * engine.json, the record of the running engine. It is written as soon as the process exists, so
 * that an engine whose starter was killed can still be found, used and stopped.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type DataDir, PRIVATE_FILE_MODE } from '../home/data-dir.ts';
import { hasArgument } from './process-identity.ts';

export interface EngineRecord {
  /** Of the engine, or of the client of Docker that lives as long as its container. */
  readonly pid: number;
  readonly port: number;
  readonly version: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly clusterName: string;
  /** Where it runs in one. */
  readonly container?: EngineContainer;
}

export interface EngineContainer {
  readonly name: string;
  /** Path of the program `docker`. */
  readonly client: string;
  /** The engine of Docker that has it, as DOCKER_HOST names it. */
  readonly host: string;
}

/** The engine of this data directory when its process runs, healthy or not. */
export function readLiveRecord(dataDir: DataDir): EngineRecord | undefined {
  const record = readRecord(dataDir);
  return record !== undefined && isOurEngine(record, dataDir) ? record : undefined;
}

/** The configuration folder, or the container's name, is an argument of it: no other process has it. */
export function isOurEngine({ pid, container }: EngineRecord, { configDir }: DataDir): boolean {
  return hasArgument(pid, container?.name ?? configDir);
}

/** For messages: what the operator finds it by. */
export const nameOf = ({ pid, container }: EngineRecord): string =>
  container === undefined ? `process ${pid}` : `container ${container.name}`;

export function writeRecord(dataDir: DataDir, record: EngineRecord): void {
  const draft = `${dataDir.recordFile}.new`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: PRIVATE_FILE_MODE });
  renameSync(draft, dataDir.recordFile);
}

export function removeRecord(dataDir: DataDir): void {
  rmSync(dataDir.recordFile, { force: true });
}

/** It may have ended. */
export function readRecord({ recordFile }: DataDir): EngineRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(recordFile, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // none yet, or not ours to read: both mean that no engine is known
  }
}

function isRecord(value: unknown): value is EngineRecord {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'port' in value &&
    Number.isSafeInteger(value.port) &&
    'version' in value &&
    'startedAt' in value &&
    'clusterName' in value
  );
}
