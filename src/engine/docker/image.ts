/** The image of OpenSearch: the official one of the engine's version, or the one that the configuration names. */
import { TamarinError } from '../../core/error.ts';
import type { PrepareOptions } from '../process/engine-way.ts';
import type { Docker } from './find-docker.ts';
import { tryDocker, whatItSaid } from './run-docker.ts';

/** 1 GB takes 55 minutes at 2.5 Mbit/s. */
const PULL_TIMEOUT_MS = 55 * 60_000;
const PROGRESS_INTERVAL_MS = 30_000;
const VERSION_TAG = /:(\d+\.\d+\.\d+)$/;

export const officialImage = (version: string): string => `opensearchproject/opensearch:${version}`;

/** By its tag, which a digest may follow; one that says nothing is taken to hold the engine's. */
export const versionOfImage = (image: string, engineVersion: string): string =>
  VERSION_TAG.exec(image.split('@')[0] ?? '')?.[1] ?? engineVersion;

/** One that is there is not asked for again. @throws TamarinError when it cannot be pulled */
export async function provideImage(
  docker: Docker,
  image: string,
  { say, signal }: PrepareOptions,
): Promise<void> {
  const found = await tryDocker(docker, ['image', 'inspect', '--format', '{{.Id}}', image], {
    signal,
  });
  if (found.exitCode === 0) return;
  say(`pulling ${image} (about 1 GB), once per machine`);
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1_000);
  const progress = setInterval(() => say(`still pulling ${image}, ${seconds()} s`), PROGRESS_INTERVAL_MS); // biome-ignore format: one line
  try {
    const options = { signal, timeoutMs: PULL_TIMEOUT_MS };
    const pulled = await tryDocker(docker, ['pull', '--quiet', image], options);
    if (pulled.exitCode !== 0) throw cannotPull(image, whatItSaid(pulled));
  } finally {
    clearInterval(progress);
  }
  say(`pulled ${image} in ${seconds()} s`);
}

const cannotPull = (image: string, said: string): TamarinError =>
  new TamarinError('engine_failed', `Docker cannot pull ${image}: ${said}`, {
    hint:
      `Check the network (docker pull ${image}), or name a copy that this machine has or can reach:` +
      ' TAMARIN_ENGINE_IMAGE=IMAGE. Without Docker: a JDK 21 and Maven, or OPENSEARCH_URL=http://host:9200',
  });
