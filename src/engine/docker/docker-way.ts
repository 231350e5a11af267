/**
 * The engine in a container of Docker. For everything else it is a process: that of the client, attached to
 * the container, lives as long as it and writes its log.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { DataDir } from '../home/data-dir.ts';
import type { EngineWay, LaunchOptions } from '../process/engine-way.ts';
import { heapGigabytes } from '../process/heap.ts';
import { spawnEngine } from '../process/spawn-engine.ts';
import { attachedStart, createContainer, stopContainer } from './container.ts';
import type { Docker } from './find-docker.ts';
import { provideImage, versionOfImage } from './image.ts';
import { runDocker } from './run-docker.ts';
import { keepVolume } from './volume.ts';

export function dockerWay(docker: Docker, image: string, engineVersion: string): EngineWay {
  let heap = 1;
  return {
    version: versionOfImage(image, engineVersion),
    prepare: async (about) => {
      await provideImage(docker, image, about);
      heap = heapGigabytes(await memoryBytes(docker));
    },
    launch: async ({ dataDir, port, settingsFile }: LaunchOptions) => {
      const volume = keepVolume(dataDir);
      const container = { ...docker, name: volume };
      const environment = makeEnvironment(settingsFile, dataDir, heap);
      const about = { image, port, volume, dataDirPath: dataDir.path, heapGigabytes: heap };
      try {
        await createContainer(container, { ...about, environment });
        const args = attachedStart(container);
        const spawned = await spawnEngine({ dataDir, program: docker.client, args }); // biome-ignore format: one line
        return { ...spawned, container };
      } catch (error) {
        await stopContainer(container);
        throw error;
      }
    },
  };
}

/** Of the machine that Docker runs on: Docker Desktop has one of its own. */
async function memoryBytes(docker: Docker): Promise<number> {
  const told = await runDocker(docker, ['info', '--format', '{{.MemTotal}}']);
  return Number(/^\d+$/m.exec(told)?.[0] ?? 0);
}

/** The image takes settings as variables. What it cannot have from the file is what a container has of its own. */
function makeEnvironment(
  settingsFile: string,
  { clusterName }: DataDir,
  heap: number,
): Readonly<Record<string, string>> {
  const settings: Readonly<Record<string, unknown>> = parse(readFileSync(settingsFile, 'utf8'));
  return {
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])),
    'cluster.name': clusterName,
    'discovery.type': 'single-node',
    // Within the container; outside only 127.0.0.1 is published.
    'network.host': '0.0.0.0',
    // The plugins of the official image make indices of their own.
    'action.auto_create_index': '+.*,+security-auditlog*,+top_queries*,-*',
    DISABLE_SECURITY_PLUGIN: 'true',
    DISABLE_INSTALL_DEMO_CONFIG: 'true',
    DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: 'true',
    OPENSEARCH_JAVA_OPTS: `-Xms${heap}g -Xmx${heap}g`,
  };
}
