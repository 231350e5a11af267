/**
 * Run by tap before the test files: starts one OpenSearch for all of them, with the samples in it, and
 * leaves it running.
 * Test files find it by its record (opensearch.ts); engine-after.ts stops it.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readEngineHome } from '../../src/engine/home/engine-home.ts';
import { classArchive } from '../../src/engine/java/class-archive.ts';
import { provideJars } from '../../src/engine/java/jars.ts';
import { findJava, JAVA_ROOTS } from '../../src/engine/java/java-home.ts';
import { findJavaWay } from '../../src/engine/java/java-way.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { endTestEngine } from './end-test-engine.ts';
import { ENGINE_PARENT } from './engine-parent.ts';
import { TEST_ENGINE_DIR } from './opensearch.ts';
import { shipSharedSamples } from './shared-samples.ts';
import { TEST_IMAGE } from './test-image.ts';

/** What the quick compiler makes is enough for tests, and costs half as much. */
const env = { ...process.env, JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1' };
const say = (line: string): boolean => process.stderr.write(`# ${line}\n`);

await leaveClassArchive();
await endTestEngine(); // of a run that was killed: its samples would be found shipped already
const engine = await startEngine({
  dataDir: TEST_ENGINE_DIR,
  port: 0,
  image: TEST_IMAGE,
  say,
  env,
});
await shipSharedSamples();
say(`the tests use OpenSearch ${engine.version} at ${engine.url}`);
process.exit(0); // without release: the engine stays

/** As it ends, the first engine of a machine writes what lets the many of the tests start faster. */
async function leaveClassArchive(): Promise<void> {
  const place = { home: readEngineHome(), env: process.env, cacheDir: undefined };
  const javaHome = findJava(process.env, JAVA_ROOTS).found?.home;
  // In Docker there is no need of it, and where there is neither, startEngine says what is missing.
  if (
    javaHome === undefined ||
    typeof findJavaWay({ ...place, javaRoots: JAVA_ROOTS }) === 'string'
  )
    return;
  const jarsDir = await provideJars({ ...place, javaHome, say, signal: undefined });
  if (existsSync(classArchive(jarsDir, javaHome))) return;
  const dataDir = mkdtempSync(join(ENGINE_PARENT, 'tamarin-first-engine-'));
  await (await startEngine({ dataDir, port: 0, say })).release();
  rmSync(dataDir, { recursive: true, force: true });
}
