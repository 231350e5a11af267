/**
 * Log objects in a local folder: all regular files below it, in the order of their paths. What is
 * no regular file (FIFO, device, socket) or leads out of the folder by a symbolic link is not read.
 */
import { constants, createReadStream, type Dirent } from 'node:fs';
import { access, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { asLogKey } from '../core/brand.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { decompress } from './decompress.ts';
import { type LogObject, type LogSource, PAGE_OBJECTS_MAX } from './log-source.ts';

/** A file that changed this recently and whose last line has no LF may still be written to. */
const GROWING_MS = 60_000;
const READ_CHUNK_BYTES = 256 * 1024;
const LF = 0x0a;

/** @throws TamarinError `source_unreachable`, `source_denied` when the path is not there or not readable. */
export async function openFolderSource(path: string, now: () => number): Promise<LogSource> {
  const root = await realpath(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const isFile = (await stat(root)).isFile();
  await access(root, constants.R_OK).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return {
    name: path,
    listPages: (signal) =>
      isFile ? listOneFile(root, now) : listFolder({ root, path, signal, now }),
    open: (object, signal) =>
      decompress(createReadStream(pathOf(object), { signal, highWaterMark: READ_CHUNK_BYTES })),
  };
}

const PHYSICAL_SCHEME = 'file:';
const pathOf = (object: LogObject): string => object.physicalId.slice(PHYSICAL_SCHEME.length);

async function* listOneFile(file: string, now: () => number): AsyncGenerator<readonly LogObject[]> {
  const object = await describeFile(file, basename(file), now);
  yield object === null ? [] : [object];
}

async function* listFolder(options: {
  readonly root: string;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}): AsyncGenerator<readonly LogObject[]> {
  let page: LogObject[] = [];
  for await (const relative of walk(options.root, '')) {
    options.signal.throwIfAborted();
    const file = join(options.root, relative);
    const object = await describeFile(file, relative.split(sep).join('/'), options.now); // in order: pages are sorted
    if (object !== null) page.push(object);
    if (page.length === PAGE_OBJECTS_MAX) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/** Paths of all files below `root`, sorted by code unit. One folder's names are held at a time. */
async function* walk(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
    (cause: unknown) => {
      throw unreadable(join(root, folder), cause);
    },
  );
  entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isFile()) yield path;
    else if (entry.isSymbolicLink() && (await staysInside(root, path))) yield path; // few links: one look each
  }
}

/** A folder's files carry its name and a slash: `a.gz` comes before `a/b`. */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name);

/** A link to a file inside the folder is read under its own name; the ledger knows the file once. */
async function staysInside(root: string, path: string): Promise<boolean> {
  try {
    const target = await realpath(join(root, path));
    return target.startsWith(root + sep) && (await stat(target)).isFile();
  } catch {
    return false; // a dangling link holds no lines
  }
}

async function describeFile(
  file: string,
  logKey: string,
  now: () => number,
): Promise<LogObject | null> {
  const real = await realpath(file).catch(() => null);
  const stats = real === null ? null : await stat(real).catch(() => null);
  if (real === null || stats === null) return null; // vanished between listing and here
  const isGrowing =
    now() - stats.mtimeMs < GROWING_MS && !(await endsWithLineEnd(real, stats.size));
  return {
    logKey: asLogKey(logKey),
    physicalId: PHYSICAL_SCHEME + real,
    etag: `${stats.size}-${stats.mtimeMs}`,
    sizeBytes: stats.size,
    lastModifiedMs: stats.mtimeMs,
    waitBecause: isGrowing ? 'changed in the last minute, and its last line has no end yet' : null,
  };
}

/** Gzip files count as ended: a cut one fails when it is read, and is tried again. */
async function endsWithLineEnd(file: string, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return true;
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return true; // unreadable: reading it says why
  try {
    const bytes = Buffer.alloc(3);
    await handle.read(bytes, 0, 2, 0);
    await handle.read(bytes, 2, 1, sizeBytes - 1);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[2] === LF;
  } finally {
    await handle.close();
  }
}

function unreadable(path: string, cause: unknown): TamarinError {
  const code = (cause as NodeJS.ErrnoException).code; // only its code is read
  const isDenied = code === 'EACCES' || code === 'EPERM';
  const reason = code === 'ENOENT' ? 'it does not exist' : messageOf(cause);
  return new TamarinError(
    isDenied ? 'source_denied' : 'source_unreachable',
    `Cannot read ${path}: ${reason}.`,
    { cause, hint: 'Give the folder that holds the access logs: tamarin sync ./my-logs' },
  );
}
