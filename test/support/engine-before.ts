/**
 * Run by tap before the test files: starts one OpenSearch for all of them, with the samples in it, and
 * leaves it running.
 * Test files find it by its record (opensearch.ts); engine-after.ts stops it.
 */
import { startEngine } from '../../src/engine/start-engine.ts';
import { TEST_ENGINE_DIR } from './opensearch.ts';
import { shipSharedSamples } from './shared-samples.ts';

const engine = await startEngine({
  dataDir: TEST_ENGINE_DIR,
  port: 0,
  say: (line) => process.stderr.write(`# ${line}\n`),
});
await shipSharedSamples();
process.stderr.write(`# the tests use OpenSearch ${engine.version} at ${engine.url}\n`);
process.exit(0); // without release: the engine stays
