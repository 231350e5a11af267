/**
 * The data directory: where each file of the engine lies, and whether the directory can be used.
 * Everything of the engine is below folders that only its owner may enter (0700); a directory
 * that was there before keeps its own mode.
 */
import { createHash } from 'node:crypto';
import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageOf, TamarinError } from '../../core/error.ts';
import { makePrivateDir } from './make-private-dir.ts';

export const PRIVATE_FILE_MODE = 0o600;

export interface DataDir {
  /** Without symbolic links: two names of one directory must give one engine. */
  readonly path: string;
  readonly clusterName: string;
  /** Held while an engine is started or stopped. */
  readonly lockFile: string;
  /** The running engine: pid, port, version. */
  readonly recordFile: string;
  /** The version that last wrote the data; outlives the engine. */
  readonly versionFile: string;
  /** Name of the volume of Docker that has the data, where an engine in a container has written them. */
  readonly volumeFile: string;
  readonly logFile: string;
  /** One file for each use of the engine by a process. */
  readonly usersDir: string;
  readonly configDir: string;
  /** The node's own folder: indices, plugins. */
  readonly nodeDir: string;
}

export function openDataDir(givenPath: string): DataDir {
  try {
    makePrivateDir(givenPath);
    const dataDir = layout(realpathSync(givenPath));
    // Access bits lie for root and on read-only mounts: only writing tells.
    const probe = join(dataDir.path, `.write-test-${process.pid}`);
    writeFileSync(probe, 'x', { mode: PRIVATE_FILE_MODE });
    rmSync(probe);
    for (const dir of [dataDir.usersDir, dataDir.configDir, dataDir.nodeDir]) {
      makePrivateDir(dir);
    }
    return dataDir;
  } catch (cause) {
    throw new TamarinError(
      'data_dir_unusable',
      `Cannot write to the data directory ${resolve(givenPath)}: ${messageOf(cause)}`,
      { cause, hint: 'Choose a directory of your own: --data-dir PATH or TAMARIN_DATA_DIR=PATH' },
    );
  }
}

function layout(path: string): DataDir {
  const engineDir = join(path, 'engine');
  const pathHash = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return {
    path,
    clusterName: `tamarin-${pathHash}`,
    lockFile: join(path, 'engine.lock'),
    recordFile: join(path, 'engine.json'),
    versionFile: join(path, 'engine-version'),
    volumeFile: join(path, 'engine-volume'),
    logFile: join(path, 'engine.log'),
    usersDir: join(path, 'users'),
    configDir: join(engineDir, 'config'),
    nodeDir: join(engineDir, 'node'),
  };
}
