/** Run by tap after the last test file: stops the OpenSearch of engine-before.ts and deletes its data. */
import { rmSync } from 'node:fs';
import { startEngine } from '../../src/engine/start-engine.ts';
import { TEST_ENGINE_DIR } from './opensearch.ts';

const engine = await startEngine({ dataDir: TEST_ENGINE_DIR, port: 0, say: () => undefined });
await engine.release();
rmSync(TEST_ENGINE_DIR, { recursive: true, force: true });
