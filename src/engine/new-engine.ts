/**
 * Starts an engine where none runs: chooses how, provides what it needs, launches it and waits
 * until it answers. Everything that can be refused is refused before it is launched.
 */
import { awaitHealth } from './await-health.ts';
import { chooseWay } from './choose-way.ts';
import { engineUrl } from './health.ts';
import type { DataDir } from './home/data-dir.ts';
import { checkDataVersion, writeDataVersion } from './home/data-version.ts';
import { readEngineHome, SETTINGS_FILE } from './home/engine-home.ts';
import { JAVA_ROOTS } from './java/java-home.ts';
import { type EngineRecord, writeRecord } from './process/engine-record.ts';
import { choosePort } from './process/port.ts';
import { stopEngine } from './stop-engine.ts';

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
  /** Instead of the official image, where Docker runs it. */
  readonly image?: string | null | undefined;
  /** Instead of the project's engine/opensearch.yml. */
  readonly settingsFile?: string | undefined;
}

/** With the lock held. */
export async function startNewEngine(
  dataDir: DataDir,
  options: NewEngineOptions,
): Promise<EngineRecord> {
  const { say, signal, settingsFile = SETTINGS_FILE } = options;
  const way = await chooseWay(dataDir, {
    home: readEngineHome(),
    env: options.env ?? process.env,
    cacheDir: options.cacheDir,
    javaRoots: options.javaRoots ?? JAVA_ROOTS,
    image: options.image ?? null,
    say,
  });
  checkDataVersion(dataDir, way.version);
  const port = await choosePort(options.port);
  await way.prepare({ say, signal });
  signal?.throwIfAborted();

  say(`starting OpenSearch ${way.version} …`);
  const startedMs = Date.now();
  writeDataVersion(dataDir, way.version);
  const { ended, ...running } = await way.launch({ dataDir, port, settingsFile });
  const startedAt = new Date(startedMs).toISOString();
  const { clusterName } = dataDir;
  const record = { ...running, port, version: way.version, startedAt, clusterName };
  writeRecord(dataDir, record);
  try {
    const { version } = await awaitHealth({ dataDir, record, say, signal, ended });
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    say(`OpenSearch ${version} is up on ${engineUrl(port)} after ${seconds} s`);
    writeDataVersion(dataDir, version); // an image may hold another than its name says
    return { ...record, version };
  } catch (error) {
    await stopEngine(record, dataDir);
    throw error;
  }
}
