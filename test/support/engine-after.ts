/** Run by tap after the last test file: stops the OpenSearch of engine-before.ts and deletes its data. */
import { startEngine } from '../../src/engine/start-engine.ts';
import { TEST_ENGINE_DIR } from './opensearch.ts';
import { removeDataDir } from './remove-data-dir.ts';
import { TEST_IMAGE } from './test-image.ts';

const engine = await startEngine({
  dataDir: TEST_ENGINE_DIR,
  port: 0,
  image: TEST_IMAGE,
  say: () => undefined,
});
await engine.release();
await removeDataDir(TEST_ENGINE_DIR);
