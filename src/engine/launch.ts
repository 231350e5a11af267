/**
 * Starts the JVM that is the engine. It gets its own process group, so that Ctrl-C in the terminal
 * reaches Tamarin only, and no stdio of ours, so that nobody's pipe stays open on its account.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { constrainedMemory } from 'node:process';
import { messageOf, TamarinError } from '../core/error.ts';
import { type DataDir, PRIVATE_FILE_MODE } from './home/data-dir.ts';
import { LOGGING_FILE, NODE_SOURCE_FILE } from './home/engine-home.ts';
import { classArchiveFlags } from './java/class-archive.ts';

const GIB = 1024 ** 3;
/**
 * 1 GiB serves a million records (peak of the process 1.5 GB); 2 GiB serve many more (2.8 GB) and
 * leave enough to the page cache and everything else from 12 GB of memory on.
 */
const LARGE_HEAP_MEMORY_MIN_BYTES = 12 * GIB;

const JVM_FLAGS = [
  '-XX:+UseG1GC',
  // The runner lacks OpenSearch's own handler of fatal errors: half a node is worse than none.
  '-XX:+ExitOnOutOfMemoryError',
  '--add-modules=jdk.incubator.vector',
  '--enable-native-access=ALL-UNNAMED',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
];

/** Java has no umask of its own; exec keeps the pid. */
const PRIVATELY = ['-c', 'umask 077 && exec "$@"', 'sh'];

export interface LaunchOptions {
  readonly dataDir: DataDir;
  readonly javaHome: string;
  readonly jarsDir: string;
  readonly settingsFile: string;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
}

export interface Launched {
  readonly pid: number;
  /** How the JVM ended, as soon as it has. */
  readonly ended: () => string | undefined;
}

export async function launchEngine(options: LaunchOptions): Promise<Launched> {
  const { dataDir } = options;
  copyPrivately(options.settingsFile, join(dataDir.configDir, 'opensearch.yml'));
  copyPrivately(LOGGING_FILE, join(dataDir.configDir, 'log4j2.properties'));
  const log = openLog(dataDir.logFile);
  try {
    const java = join(options.javaHome, 'bin/java');
    const child = spawn('/bin/sh', [...PRIVATELY, java, ...engineArgs(options)], {
      cwd: dataDir.path,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    return await watch(child);
  } catch (cause) {
    throw new TamarinError('engine_failed', `Cannot start a process: ${messageOf(cause)}`, {
      cause,
      hint: 'Check the process and memory limits (ulimit -a), then run it again.',
    });
  } finally {
    closeSync(log);
  }
}

export function heapGigabytes(memoryBytes: number): number {
  return memoryBytes < LARGE_HEAP_MEMORY_MIN_BYTES ? 1 : 2;
}

function engineArgs(options: LaunchOptions): readonly string[] {
  const { dataDir } = options;
  const heap = `${heapGigabytes(memoryBytes())}g`;
  return [
    ...[`-Xms${heap}`, `-Xmx${heap}`, ...JVM_FLAGS],
    ...classArchiveFlags(options.jarsDir, options.javaHome),
    ...['-cp', join(options.jarsDir, '*'), NODE_SOURCE_FILE],
    ...['-numOfNode', '1', '-clusterName', dataDir.clusterName],
    ...['-basePath', dataDir.nodeDir, '-confPath', dataDir.configDir],
    // The runner counts nodes from one and adds the number to the port.
    ...['-baseHttpPort', String(options.port - 1)],
  ];
}

/** A container may have less than its machine. */
function memoryBytes(): number {
  const limit = constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function copyPrivately(from: string, to: string): void {
  writeFileSync(to, readFileSync(from), { mode: PRIVATE_FILE_MODE });
}

/** A new log for each start, one old one kept: enough to see why the last engine ended. */
function openLog(file: string): number {
  try {
    renameSync(file, `${file}.1`);
  } catch {
    // the first start
  }
  return openSync(file, 'w', PRIVATE_FILE_MODE);
}

function watch(child: ChildProcess): Promise<Launched> {
  let ending: string | undefined;
  child.once('exit', (code, signal) => {
    ending = signal === null ? `exit code ${code}` : signal;
  });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve({ pid: child.pid ?? 0, ended: () => ending }));
  });
}
