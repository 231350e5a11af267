/**
 * An exclusive lock between processes: a file that holds its owner's pid. A lock whose owner died
 * is taken over. Node has no flock, so the rules below have to do what the kernel would.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { TamarinError } from '../../core/error.ts';
import { PRIVATE_FILE_MODE } from '../home/data-dir.ts';
import { isRunning, ownMark, type ProcessMark } from './process-identity.ts';

const POLL_INTERVAL_MS = 50;
/** A takeover may be interrupted, and that takeover too; deeper than this it is no accident. */
const TAKEOVER_DEPTH_MAX = 4;

interface LockContent extends ProcessMark {
  /** New for each time that the lock is taken: tells one stale lock from the next. */
  readonly token: string;
}

export interface Lock {
  release(): void;
}

export interface LockOptions {
  readonly waitMaxMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Told once, with the owner's pid, when the lock is not free. */
  readonly onWait?: ((pid: number) => void) | undefined;
}

export async function acquireLock(file: string, options: LockOptions): Promise<Lock> {
  const deadline = Date.now() + options.waitMaxMs;
  let hasToldWait = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const lock = tryLock(file, 0);
    if (lock !== undefined) return lock;
    const owner = readLock(file);
    if (owner !== undefined && !hasToldWait) {
      hasToldWait = true;
      options.onWait?.(owner.pid);
    }
    if (Date.now() > deadline) throw lockTimeout(file, owner?.pid);
    await sleep(POLL_INTERVAL_MS); // polls one small file until its owner is done
  }
}

function tryLock(file: string, depth: number): Lock | undefined {
  const content: LockContent = { ...ownMark(), token: randomUUID() };
  const draft = `${file}.${content.token}`;
  // Linked or renamed into place only when written: nobody ever reads half a lock.
  writeFileSync(draft, JSON.stringify(content), { mode: PRIVATE_FILE_MODE });
  try {
    const isOurs = linkExclusive(draft, file) || replaceStale(draft, file, depth);
    return isOurs ? { release: () => releaseLock(file, content.token) } : undefined;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Who replaces a stale lock must hold a second lock, named after the stale one's token, and then
 * find that the stale one is still there. So of two processes that see the same stale lock only
 * one replaces it, and a slow one cannot replace the lock of the quick one.
 */
function replaceStale(draft: string, file: string, depth: number): boolean {
  const stale = readLock(file);
  if (stale === undefined || isRunning(stale) || depth >= TAKEOVER_DEPTH_MAX) return false;
  const takeover = tryLock(`${file}.after-${stale.token}`, depth + 1);
  if (takeover === undefined) return false;
  try {
    if (readLock(file)?.token !== stale.token) return false;
    renameSync(draft, file);
    return true;
  } finally {
    takeover.release();
  }
}

function linkExclusive(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // as: fs errors carry it
    throw error;
  }
}

function readLock(file: string): LockContent | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isLockContent(content) ? content : undefined;
  } catch {
    return undefined; // released just now
  }
}

function isLockContent(value: unknown): value is LockContent {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && 'startedAt' in value && 'token' in value;
}

function releaseLock(file: string, token: string): void {
  if (readLock(file)?.token === token) rmSync(file, { force: true });
}

function lockTimeout(file: string, pid: number | undefined): TamarinError {
  return new TamarinError(
    'engine_failed',
    `${file} is held by ${pid === undefined ? 'an unreadable owner' : `process ${pid}`}`,
    { hint: `See what it does (ps -p ${pid ?? 'PID'}), end it, then run the same command again.` },
  );
}
