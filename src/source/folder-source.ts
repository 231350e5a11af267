/**
 * Log objects in a local folder: all regular files below it, in the order of their paths. What is
 * no regular file, leads out of the folder, or cannot be looked at is listed with the reason why it
 * is not read. A file that changes while it is read fails: its last line may be half a line.
 */
import { constants, type Dirent, type Stats } from 'node:fs';
import { access, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { asLogKey } from '../core/brand.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { readContent } from './container/read-content.ts';
import { HEAD_BYTES_MAX, tellContainer } from './container/tell-container.ts';
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
  const stats = await stat(root);
  const isFile = stats.isFile();
  if (!isFile && !stats.isDirectory())
    throw unreadable(path, new Error('it is neither a file nor a folder'));
  await access(root, constants.R_OK).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return {
    name: path,
    physicalPrefix: PHYSICAL_SCHEME + root,
    close: async () => undefined,
    listPages: (signal) =>
      isFile ? listOneFile(root, now) : listFolder({ root, path, signal, now }),
    open: (object, signal) =>
      readContent(Readable.from(readUnchanged(object, signal), { objectMode: false })),
  };
}

/** Exactly the bytes that were listed. @throws Error when the file has changed since */
async function* readUnchanged(object: LogObject, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (object.sizeBytes === 0) return;
  const file = await open(pathOf(object), 'r');
  try {
    const end = object.sizeBytes - 1;
    const chunks = file.createReadStream({
      end,
      highWaterMark: READ_CHUNK_BYTES,
      autoClose: false,
    });
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      yield chunk;
    }
    if (etagOf(await file.stat()) !== object.etag) throw new Error('it changed while it was read');
  } finally {
    await file.close();
  }
}

const etagOf = ({ size, mtimeMs }: Stats): string => `${size}-${mtimeMs}`;

const PHYSICAL_SCHEME = 'file:';
const pathOf = (object: LogObject): string => object.physicalId.slice(PHYSICAL_SCHEME.length);

async function* listOneFile(file: string, now: () => number): AsyncGenerator<readonly LogObject[]> {
  const object = await describeFile(file, basename(file), now);
  yield [object];
}

async function* listFolder(options: {
  readonly root: string;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}): AsyncGenerator<readonly LogObject[]> {
  const { root, now } = options;
  let page: LogObject[] = [];
  for await (const found of walk(root, '')) {
    options.signal.throwIfAborted();
    const logKey = found.path.split(sep).join('/');
    const file = join(root, found.path);
    // One after the other: pages are sorted.
    page.push(
      found.skipBecause === null
        ? await describeFile(file, logKey, now)
        : unread(file, logKey, found.skipBecause),
    );
    if (page.length === PAGE_OBJECTS_MAX) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

interface Found {
  /** Relative to the folder. */
  readonly path: string;
  readonly skipBecause: string | null;
}

/** What lies below `root`, sorted by code unit. One folder's names are held at a time. */
async function* walk(root: string, folder: string): AsyncGenerator<Found> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, folder), { withFileTypes: true });
  } catch (cause) {
    if (folder === '') throw unreadable(root, cause);
    yield { path: folder, skipBecause: `the folder cannot be listed: ${messageOf(cause)}` };
    return;
  }
  entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isSymbolicLink()) yield* followLink(root, path);
    else yield { path, skipBecause: entry.isFile() ? null : kindOf(entry) };
  }
}

function kindOf(entry: Dirent): string {
  if (entry.isFIFO()) return 'it is a named pipe';
  return entry.isSocket() ? 'it is a socket' : 'it is a device';
}

/** A folder's files carry its name and a slash: `a.gz` comes before `a/b`. */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name);

/**
 * A link to a file inside the folder is read under its own name; the ledger knows the file once. A
 * link to a folder inside leads to files that are listed anyway.
 */
async function* followLink(root: string, path: string): AsyncGenerator<Found> {
  const target = await realpath(join(root, path)).catch(() => null);
  const stats = target === null ? null : await stat(target).catch(() => null);
  if (target === null || stats === null) yield { path, skipBecause: 'it is a link to nothing' };
  else if (target !== root && !target.startsWith(root + sep))
    yield { path, skipBecause: 'it is a link that leads out of the folder' };
  else if (!stats.isDirectory())
    yield { path, skipBecause: stats.isFile() ? null : 'it is a link to what is no file' };
}

async function describeFile(file: string, logKey: string, now: () => number): Promise<LogObject> {
  const real = await realpath(file).catch(() => null);
  const stats = real === null ? null : await stat(real).catch(() => null);
  if (real === null || stats === null)
    return unread(file, logKey, 'it vanished while the folder was listed');
  // A time in the future is a wrong clock, not a file that is written to.
  const isRecent = Math.abs(now() - stats.mtimeMs) < GROWING_MS;
  const isGrowing = isRecent && !(await endsWithLineEnd(real, stats.size));
  return {
    logKey: asLogKey(logKey),
    physicalId: PHYSICAL_SCHEME + real,
    etag: etagOf(stats),
    sizeBytes: stats.size,
    lastModifiedMs: stats.mtimeMs,
    waitBecause: isGrowing
      ? 'it changed in the last minute, and its last line has no end yet'
      : null,
  };
}

const unread = (file: string, logKey: string, waitBecause: string): LogObject => ({
  logKey: asLogKey(logKey),
  physicalId: PHYSICAL_SCHEME + file,
  etag: '',
  sizeBytes: 0,
  lastModifiedMs: 0,
  waitBecause,
});

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
