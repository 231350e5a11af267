/** The engine as a Java process: a JDK of this machine, and OpenSearch's jars by Maven. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDir } from '../home/data-dir.ts';
import type { EngineHome } from '../home/engine-home.ts';
import { JAVA_VERSION_MIN } from '../home/requirement.ts';
import type { EngineWay } from '../process/engine-way.ts';
import { findMaven, hasJars, missingMaven, provideJars } from './jars.ts';
import { findJava, type JavaHome } from './java-home.ts';
import { launchJava } from './launch.ts';

export interface JavaSurroundings {
  readonly home: EngineHome;
  readonly env: NodeJS.ProcessEnv;
  /** Instead of TAMARIN_CACHE_DIR and the system's cache folder. */
  readonly cacheDir: string | undefined;
  /** Where JDKs are installed. */
  readonly javaRoots: readonly string[];
}

/** The way, or in a sentence without its full stop why there is none. */
export function findJavaWay(about: JavaSurroundings): EngineWay | string {
  const { home, env, cacheDir, javaRoots } = about;
  const { found, refused } = findJava(env, javaRoots);
  if (found === undefined) return missingJava(refused);
  if (!hasJars(about) && findMaven(env) === undefined) return missingMaven(home.version);
  const javaHome = found.home;
  let jarsDir = '';
  return {
    version: home.version,
    prepare: async ({ say, signal }) => {
      jarsDir = await provideJars({ home, javaHome, cacheDir, env, say, signal });
    },
    launch: (about) => launchJava({ ...about, javaHome, jarsDir, env }),
  };
}

/** Whether such an engine has written data there. */
export function hasJavaData({ nodeDir }: DataDir): boolean {
  const nodes = join(nodeDir, 'node_1', 'data', 'nodes');
  return existsSync(nodes) && readdirSync(nodes).length > 0;
}

function missingJava(refused: readonly JavaHome[]): string {
  const seen = refused.map(describe).join('; ');
  return (
    `The embedded OpenSearch needs a JDK ${JAVA_VERSION_MIN} or newer; this machine has ` +
    (seen === '' ? 'no Java that Tamarin could find' : seen)
  );
}

function describe(java: JavaHome): string {
  const version = java.version === 0 ? 'a Java of unknown version' : `Java ${java.version}`;
  const lack = java.version >= JAVA_VERSION_MIN ? ' without a compiler (a JRE, not a JDK)' : '';
  return `${version}${lack} in ${java.home}`;
}
