/**
 * The version of OpenSearch that last wrote the data. An older OpenSearch refuses newer data with
 * a page of Java; this says it in a sentence, before anything is started.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { TamarinError } from '../../core/error.ts';
import { type DataDir, PRIVATE_FILE_MODE } from './data-dir.ts';

export function checkDataVersion(dataDir: DataDir, engineVersion: string): void {
  const dataVersion = readVersion(dataDir.versionFile);
  if (dataVersion === undefined) return;
  const [dataMajor] = numbers(dataVersion);
  const [engineMajor] = numbers(engineVersion);
  if (dataMajor === engineMajor && compare(dataVersion, engineVersion) <= 0) return;
  throw new TamarinError(
    'engine_failed',
    `The data in ${dataDir.path} was written by OpenSearch ${dataVersion};` +
      ` this Tamarin runs ${engineVersion}, which cannot read it`,
    {
      hint:
        `Use the Tamarin version that includes OpenSearch ${dataVersion}, or start with an empty directory` +
        ' (--data-dir PATH) and ship the logs again: they are still in their bucket.',
    },
  );
}

/** Before the start, not after: an engine that got as far as opening the data has changed it. */
export function writeDataVersion(dataDir: DataDir, engineVersion: string): void {
  writeFileSync(dataDir.versionFile, `${engineVersion}\n`, { mode: PRIVATE_FILE_MODE });
}

function readVersion(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d+\.\d+\.\d+$/.test(text) ? text : undefined;
  } catch {
    return undefined; // a new data directory
  }
}

function compare(a: string, b: string): number {
  const other = numbers(b);
  for (const [index, number] of numbers(a).entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): readonly number[] => version.split('.').map(Number);
