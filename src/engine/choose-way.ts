/**
 * How OpenSearch is run for a data directory: by Java where that can be, else in a container. Data that one
 * of them has written are out of the other's reach, so they decide first.
 */
import { TamarinError } from '../core/error.ts';
import { findDocker } from './docker/find-docker.ts';
import { officialImage } from './docker/image.ts';
import { readVolume } from './docker/volume.ts';
import type { DataDir } from './home/data-dir.ts';
import { missingEngine } from './home/requirement.ts';
import { findJavaWay, hasJavaData, type JavaSurroundings } from './java/java-way.ts';
import type { EngineWay } from './process/engine-way.ts';

export interface WaySurroundings extends JavaSurroundings {
  /** null: the official one. */
  readonly image: string | null;
  readonly say: (line: string) => void;
}

/** @throws TamarinError engine_requirement when this machine has neither */
export async function chooseWay(dataDir: DataDir, about: WaySurroundings): Promise<EngineWay> {
  const { version } = about.home;
  const volume = readVolume(dataDir);
  const java = volume === undefined ? findJavaWay(about) : null;
  if (java !== null && typeof java !== 'string') return java;
  const docker = await findDocker(about.env);
  if (typeof docker === 'string') {
    if (java === null) throw dataElsewhere(dataDir, `are in the Docker volume ${volume}, but ${docker}`); // biome-ignore format: one line
    throw missingEngine([java, `Docker would do as well, but ${docker}`], version);
  }
  if (java !== null) {
    if (hasJavaData(dataDir)) throw dataElsewhere(dataDir, `were written by Java, not in Docker. ${java}`); // biome-ignore format: one line
    about.say(`${java}. It runs in Docker instead.`);
  }
  const { dockerWay } = await import('./docker/docker-way.ts'); // not needed with Java
  return dockerWay(docker, about.image ?? officialImage(version), version);
}

const dataElsewhere = ({ path }: DataDir, why: string): TamarinError =>
  new TamarinError('engine_requirement', `The data of ${path} ${why}`, {
    hint:
      'Bring back what they were written with, or start with an empty directory (--data-dir PATH)' +
      ' and ship the logs again.',
  });
