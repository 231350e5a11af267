/**
 * Who uses the engine: one file for each use in the data directory. The last living user stops
 * the engine; a file of a dead process does not count and is cleared away.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FILE_MODE } from '../home/data-dir.ts';
import { isRunning, markOf, ownMark } from './process-identity.ts';

export interface User {
  leave(): void;
}

/** A process may use the engine more than once, so the name is the pid and a random part. */
export function registerUser(usersDir: string): User {
  const mark = ownMark();
  const file = join(usersDir, `${mark.pid}.${randomUUID()}`);
  writeFileSync(file, mark.startedAt, { mode: PRIVATE_FILE_MODE });
  return { leave: () => rmSync(file, { force: true }) };
}

/** Call it with the lock held: it removes the files of the dead. */
export function countLiveUsers(usersDir: string): number {
  let live = 0;
  for (const name of readdirSync(usersDir)) {
    const file = join(usersDir, name);
    const pid = Number.parseInt(name, 10);
    if (isRunning({ pid, startedAt: readOrEmpty(file) })) live++;
    else rmSync(file, { force: true });
  }
  return live;
}

/** Needs no lock: it removes nothing, and a file that is only half written counts as a user. */
export function hasLiveUsers(usersDir: string): boolean {
  return readdirSync(usersDir).some((name) => {
    const pid = Number.parseInt(name, 10);
    const startedAt = readOrEmpty(join(usersDir, name));
    return startedAt === '' ? markOf(pid) !== undefined : isRunning({ pid, startedAt });
  });
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // its user left between the listing and now
  }
}
