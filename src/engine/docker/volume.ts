/**
 * The volume that holds the data of an engine in a container. Not a folder of the data directory: there the
 * image's user, a number, could not write, or would leave files that their owner cannot delete. So the
 * directory holds its name, and a new directory has a new volume.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type DataDir, PRIVATE_FILE_MODE } from '../home/data-dir.ts';

const NAME = /^tamarin-[0-9a-f]{12}-[0-9a-f]{8}$/;

/** undefined: no container has had data here. */
export function readVolume({ volumeFile }: Pick<DataDir, 'volumeFile'>): string | undefined {
  try {
    const name = readFileSync(volumeFile, 'utf8').trim();
    return NAME.test(name) ? name : undefined;
  } catch {
    return undefined; // no such file
  }
}

export function keepVolume(dataDir: DataDir): string {
  const kept = readVolume(dataDir);
  if (kept !== undefined) return kept;
  const name = `${dataDir.clusterName}-${randomBytes(4).toString('hex')}`;
  writeFileSync(dataDir.volumeFile, `${name}\n`, { mode: PRIVATE_FILE_MODE });
  return name;
}
