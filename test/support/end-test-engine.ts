/** Ends the OpenSearch of the tests: after a run, and before one that which a killed run has left. */
import { existsSync } from 'node:fs';
import { openDataDir } from '../../src/engine/home/data-dir.ts';
import { readRecord } from '../../src/engine/process/engine-record.ts';
import { stopEngine } from '../../src/engine/stop-engine.ts';
import { TEST_ENGINE_DIR } from './opensearch.ts';
import { removeDataDir } from './remove-data-dir.ts';

/** Its data go with it. @throws TamarinError when it does not stop */
export async function endTestEngine(): Promise<void> {
  if (!existsSync(TEST_ENGINE_DIR)) return;
  const dataDir = openDataDir(TEST_ENGINE_DIR);
  const record = readRecord(dataDir);
  if (record !== undefined) await stopEngine(record, dataDir);
  await removeDataDir(TEST_ENGINE_DIR);
}
