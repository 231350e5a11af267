/** Starts the JVM that is the engine. */
import { readFileSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { constrainedMemory } from 'node:process';
import { PRIVATE_FILE_MODE } from '../home/data-dir.ts';
import { LOGGING_FILE, NODE_SOURCE_FILE } from '../home/engine-home.ts';
import type { Launched, LaunchOptions } from '../process/engine-way.ts';
import { heapGigabytes } from '../process/heap.ts';
import { spawnEngine } from '../process/spawn-engine.ts';
import { classArchiveFlags } from './class-archive.ts';

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

export interface JavaLaunchOptions extends LaunchOptions {
  readonly javaHome: string;
  readonly jarsDir: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function launchJava(options: JavaLaunchOptions): Promise<Launched> {
  const { dataDir, env } = options;
  copyPrivately(options.settingsFile, join(dataDir.configDir, 'opensearch.yml'));
  copyPrivately(LOGGING_FILE, join(dataDir.configDir, 'log4j2.properties'));
  const args = [...PRIVATELY, join(options.javaHome, 'bin/java'), ...engineArgs(options)];
  return spawnEngine({ dataDir, program: '/bin/sh', args, env });
}

function engineArgs(options: JavaLaunchOptions): readonly string[] {
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
