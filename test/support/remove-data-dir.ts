/** Deletes the data of an engine that is no more: where it ran in Docker, its volume too. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readVolume } from '../../src/engine/docker/volume.ts';
import { tryDocker } from '../containers/docker.ts';

export async function removeDataDir(path: string): Promise<void> {
  const volume = readVolume({ volumeFile: join(path, 'engine-volume') });
  if (volume !== undefined) await tryDocker(['volume', 'rm', volume]);
  rmSync(path, { recursive: true, force: true });
}
