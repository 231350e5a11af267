/**
 * Starts an engine where none runs: finds Java, provides the jars, launches the JVM and waits
 * until it answers. Everything that can be refused is refused before the JVM starts.
 */
import { awaitHealth } from './await-health.ts';
import { engineUrl } from './health.ts';
import type { DataDir } from './home/data-dir.ts';
import { checkDataVersion, writeDataVersion } from './home/data-version.ts';
import { readEngineHome, SETTINGS_FILE } from './home/engine-home.ts';
import { provideJars } from './java/jars.ts';
import { findJava, JAVA_ROOTS } from './java/java-home.ts';
import { missingJava } from './java/requirement.ts';
import { launchEngine } from './launch.ts';
import { type EngineRecord, writeRecord } from './process/engine-record.ts';
import { choosePort } from './process/port.ts';
import { stopEngine } from './process/stop-engine.ts';

export interface NewEngineOptions {
  /** 0 = any free one. */
  readonly port: number;
  readonly say: (line: string) => void;
  /** Aborting it stops what this call has started. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of TAMARIN_CACHE_DIR and the system's cache folder. */
  readonly cacheDir?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Where JDKs are installed, instead of the usual folders. */
  readonly javaRoots?: readonly string[] | undefined;
  /** Instead of the project's engine/opensearch.yml. */
  readonly settingsFile?: string | undefined;
}

/** With the lock held. */
export async function startNewEngine(
  dataDir: DataDir,
  options: NewEngineOptions,
): Promise<EngineRecord> {
  const { say, signal, env = process.env } = options;
  const home = readEngineHome();
  checkDataVersion(dataDir, home.version);
  const java = findJava(env, options.javaRoots ?? JAVA_ROOTS);
  if (java.found === undefined) throw missingJava(java.refused);
  const javaHome = java.found.home;
  const port = await choosePort(options.port);
  const { cacheDir, settingsFile = SETTINGS_FILE } = options;
  const jarsDir = await provideJars({ home, javaHome, cacheDir, env, say, signal });
  signal?.throwIfAborted();

  say(`starting OpenSearch ${home.version} …`);
  const startedMs = Date.now();
  writeDataVersion(dataDir, home.version);
  const jvm = await launchEngine({ dataDir, javaHome, jarsDir, settingsFile, port, env });
  const startedAt = new Date(startedMs).toISOString();
  const { clusterName } = dataDir;
  const record = { pid: jvm.pid, port, version: home.version, startedAt, clusterName };
  writeRecord(dataDir, record);
  try {
    await awaitHealth({ dataDir, record, say, signal, ended: jvm.ended });
  } catch (error) {
    await stopEngine(jvm.pid, dataDir);
    throw error;
  }
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  say(`OpenSearch ${home.version} is up on ${engineUrl(port)} after ${seconds} s`);
  return record;
}
