/**
 * Makes a directory and its missing parents, for the owner only. Not mkdir's own `recursive`: in
 * Node 24 that never returns where a file system answers ENOENT for good, as in /proc/self/data.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const PRIVATE_DIR_MODE = 0o700;

/** A directory that is there already keeps its mode. */
export function makePrivateDir(path: string): void {
  const absolute = resolve(path);
  if (isDirectory(absolute)) return;
  const parent = dirname(absolute);
  if (parent !== absolute) makePrivateDir(parent);
  try {
    mkdirSync(absolute, { mode: PRIVATE_DIR_MODE });
  } catch (error) {
    // Another process may have made it just now; a file of that name stays an error.
    if (!isDirectory(absolute)) throw error;
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // not there, or below something that is no directory: mkdir will say which
  }
}
