/**
 * Lists a local folder: all regular files below it, in the order of their paths. What is no regular
 * file, leads out of the folder, or cannot be looked at is listed too, with the reason why it cannot
 * be read: what is passed over in silence would be missing from every answer.
 */
import { isUtf8 } from 'node:buffer';
import type { Dirent, Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { asLogKey } from '../../core/brand.ts';
import { messageOf } from '../../core/error.ts';
import { HEAD_BYTES_MAX, tellContainer } from '../content/tell-container.ts';
import { liesOutside } from '../log/key-window.ts';
import {
  type AskedListing,
  type Described,
  type LogObject,
  type NotRead,
  PAGE_OBJECTS_MAX,
} from '../log/log-source.ts';
import { type Disk, type Disks, POOLED } from './disk.ts';

/** A file that changed this recently and whose last line has no LF may still be written to. */
const GROWING_MS = 60_000;
const LF = 0x0a;

const PHYSICAL_SCHEME = 'file:';
export const physicalIdOf = (path: string): string => PHYSICAL_SCHEME + path;
export const pathOf = (physicalId: string): string => physicalId.slice(PHYSICAL_SCHEME.length);

export const isInside = (root: string, path: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** Changes whenever the content does, as far as a file system tells. */
export const etagOf = ({ size, mtimeMs }: Stats): string => `${size}-${mtimeMs}`;

/** Looking at them may take no turn of the event loop: after so many files others have one. */
const FILES_A_TURN = 64;

/** @throws what `readdir` throws where `root` itself cannot be listed */
export async function* listFolder(
  /** `root`: a real path. */
  options: {
    readonly root: string;
    readonly disks: Disks;
    readonly signal: AbortSignal;
    readonly now: () => number;
    readonly asked?: AskedListing | undefined;
  },
): AsyncGenerator<readonly LogObject[]> {
  const { root, disks, now, asked } = options;
  let page: LogObject[] = [];
  let seen = 0;
  for await (const found of walk({ root, disks }, '')) {
    seen += 1;
    if (seen % FILES_A_TURN === 0) await setImmediate();
    options.signal.throwIfAborted();
    const logKey = found.path.split(sep).join('/');
    if (found.unreadable === null && isLeftOut(logKey, asked)) continue; // before it is looked at
    const file = join(root, found.path);
    // One after the other: pages are sorted.
    page.push(
      found.unreadable === null
        ? await describeFile(file, logKey, { disk: found.isLink ? POOLED : disks.of(file), now })
        : unreadable({ file, logKey, nowMs: now(), reason: found.unreadable }),
    );
    if (page.length === PAGE_OBJECTS_MAX) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

function isLeftOut(logKey: string, asked: AskedListing | undefined): boolean {
  if (asked === undefined || asked.window === null) return false;
  const isOutside = liesOutside(logKey, asked.window);
  if (isOutside) asked.onLeftOut?.(logKey);
  return isOutside;
}

interface Found {
  /** Relative to the folder. */
  readonly path: string;
  /** Why it cannot be read; null for a file. */
  readonly unreadable: string | null;
  /** What it leads to may lie on another disk. */
  readonly isLink?: boolean;
}

interface Place {
  readonly root: string;
  readonly disks: Disks;
}

/** What lies below `root`, sorted by code unit. One folder's names are held at a time. */
async function* walk(place: Place, folder: string): AsyncGenerator<Found> {
  const { root, disks } = place;
  let entries: Dirent<Buffer>[];
  try {
    if (folder !== '') await disks.enter(join(root, folder));
    entries = await readdir(join(root, folder), { withFileTypes: true, encoding: 'buffer' });
  } catch (cause) {
    if (folder === '') throw cause;
    yield { path: folder, unreadable: `the folder cannot be listed: ${messageOf(cause)}` };
    return;
  }
  const named = entries.map((entry) => ({ entry, name: entry.name.toString() }));
  named.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  for (const { entry, name } of named) {
    const path = join(folder, name);
    if (!isUtf8(entry.name)) yield oddlyNamed(folder, entry.name);
    else if (entry.isDirectory()) yield* walk(place, path);
    else if (entry.isSymbolicLink()) yield* followLink(root, path);
    else yield { path, unreadable: entry.isFile() ? null : kindOf(entry) };
  }
}

/** A folder's files carry its name and a slash: `a.gz` comes before `a/b`. */
const sortName = ({ entry, name }: { entry: Dirent<Buffer>; name: string }): string =>
  entry.isDirectory() ? `${name}/` : name;

/** Its bytes as `\xE9`, so that two such names stay apart. */
function oddlyNamed(folder: string, name: Buffer): Found {
  const shown = Array.from(name, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase()}`,
  );
  return { path: join(folder, shown.join('')), unreadable: 'its name is not UTF-8: rename it' };
}

function kindOf(entry: Dirent<Buffer>): string {
  if (entry.isFIFO()) return 'it is a named pipe';
  return entry.isSocket() ? 'it is a socket' : 'it is a device';
}

/**
 * A link to a file inside the folder is read under its own name; the ledger knows the file once. A
 * link to a folder inside leads to files that are listed anyway.
 */
async function* followLink(root: string, path: string): AsyncGenerator<Found> {
  const target = await realpath(join(root, path)).catch(() => null);
  const stats = target === null ? null : await stat(target).catch(() => null);
  if (target === null || stats === null) yield { path, unreadable: 'it is a dangling link' };
  else if (!isInside(root, target))
    yield { path, unreadable: 'it is a link that points outside the folder' };
  else if (!stats.isDirectory())
    yield {
      path,
      unreadable: stats.isFile() ? null : 'it is a link to something other than a file',
      isLink: true,
    };
}

export async function describeFile(
  file: string,
  logKey: string,
  { disk, now }: { readonly disk: Disk; readonly now: () => number },
): Promise<LogObject> {
  try {
    const real = await disk.realpath(file);
    const stats = await disk.stat(real);
    return {
      logKey: asLogKey(logKey),
      physicalId: physicalIdOf(real),
      etag: etagOf(stats),
      sizeBytes: stats.size,
      lastModifiedMs: stats.mtimeMs,
      notRead: await growingBecause(real, stats, now()),
    };
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException; // only its code is read
    const reason = isAbsence(code)
      ? 'it disappeared while the folder was being listed'
      : messageOf(cause);
    return unreadable({ file, logKey, nowMs: now(), reason });
  }
}

/** What it holds may be as new as this moment, so that it counts for every range of time. */
const unreadable = ({
  file,
  logKey,
  nowMs,
  reason,
}: {
  readonly file: string;
  readonly logKey: string;
  readonly nowMs: number;
  readonly reason: string;
}): LogObject => ({
  logKey: asLogKey(logKey),
  physicalId: physicalIdOf(file),
  etag: '',
  sizeBytes: 0,
  lastModifiedMs: nowMs,
  notRead: { kind: 'unreadable', reason },
});

async function growingBecause(file: string, stats: Stats, nowMs: number): Promise<NotRead | null> {
  // A time in the future is a wrong clock, not a file that is written to.
  const isRecent = Math.abs(nowMs - stats.mtimeMs) < GROWING_MS;
  if (!isRecent || (await endsWithLineEnd(file, stats.size))) return null;
  const reason = 'it changed within the last minute, and its last line is not complete yet';
  return { kind: 'growing', reason };
}

/** What is packed counts as ended: cut, it fails when it is read, and is tried again. */
async function endsWithLineEnd(file: string, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return true;
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return true; // unreadable: reading it says why
  try {
    const head = Buffer.alloc(Math.min(HEAD_BYTES_MAX, sizeBytes));
    const last = Buffer.alloc(1);
    await handle.read(head, 0, head.length, 0);
    await handle.read(last, 0, 1, sizeBytes - 1);
    return tellContainer(head, true)?.kind !== 'plain' || last[0] === LF;
  } finally {
    await handle.close();
  }
}

/**
 * What failed in an earlier sync and was not listed by this one. Only a file can be found so: a
 * folder, a link or a pipe is listed under the same identity for as long as it cannot be read.
 */
export async function describeFailed(
  { physicalId, logKey }: LogObject,
  { disks, now }: { readonly disks: Disks; readonly now: () => number },
): Promise<Described> {
  const path = pathOf(physicalId);
  const seen = await lookAt(path);
  if (seen === 'nothing') return { kind: 'gone', reason: 'it no longer exists' };
  if (seen === 'other') return { kind: 'gone', reason: 'it can be read now' };
  return { kind: 'found', object: await describeFile(path, logKey, { disk: disks.of(path), now }) };
}

/** `file` also where nothing can be learned: then reading it says why. */
async function lookAt(path: string): Promise<'file' | 'other' | 'nothing'> {
  try {
    return (await lstat(path)).isFile() ? 'file' : 'other';
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException; // only its code is read
    if (isAbsence(code)) return 'nothing';
    // The system says so of a long path before it looks; the folder around it may be gone.
    return code === 'ENAMETOOLONG' && (await lookAt(dirname(path))) === 'nothing'
      ? 'nothing'
      : 'file';
  }
}

const isAbsence = (code: string): boolean => code === 'ENOENT' || code === 'ENOTDIR';
