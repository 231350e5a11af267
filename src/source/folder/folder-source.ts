/**
 * Log objects in a local folder (list-folder.ts says which), or one file. A file that changes while
 * it is read fails: its last line may be half a line.
 */
import { constants, type Stats } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf, TamarinError } from '../../core/error.ts';
import { releaseBuffer } from '../../core/large-buffer.ts';
import type { Content } from '../content/content.ts';
import { readContent, readWholeContent } from '../content/read-content.ts';
import type { LogObject, LogSource } from '../log/log-source.ts';
import { type Disk, Disks } from './disk.ts';
import {
  describeFailed,
  describeFile,
  etagOf,
  isInside,
  listFolder,
  pathOf,
  physicalIdOf,
} from './list-folder.ts';

const READ_CHUNK_BYTES = 256 * 1024;

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
  const disks = await Disks.of(root);
  return {
    name: path,
    physicalPrefix: physicalIdOf(root),
    leavesOutOld: false,
    close: async () => undefined,
    listPages: (signal, asked) =>
      isFile
        ? listOneFile(root, disks.of(root), now)
        : listFrom(path, { root, signal, disks, now, asked }),
    // The prefix of `logs` is also that of `logs-2/a`.
    holds: (physicalId) => isInside(root, pathOf(physicalId)),
    describe: (remembered) => describeFailed(remembered, { disks, now }),
    open: (object, signal) =>
      object.sizeBytes <= READ_CHUNK_BYTES
        ? readSmall(object, disks.of(pathOf(object.physicalId)), signal)
        : readContent(Readable.from(readUnchanged(object, signal), { objectMode: false })),
  };
}

/** One chunk, read without a stream: for a small file that costs more than its lines. */
async function* readSmall(
  { physicalId, sizeBytes, etag }: LogObject,
  disk: Disk,
  signal: AbortSignal,
): AsyncGenerator<Content> {
  const { bytes, stats } = await disk.readStart(pathOf(physicalId), sizeBytes);
  signal.throwIfAborted();
  yield* readWholeContent(bytes);
  releaseBuffer(bytes);
  checkUnchanged(stats, etag);
}

/** @throws Error */
function checkUnchanged(stats: Stats, etag: string): void {
  if (etagOf(stats) !== etag) throw new Error('it changed while it was being read');
}

/** Exactly the bytes that were listed. @throws Error when the file has changed since */
async function* readUnchanged(object: LogObject, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (object.sizeBytes === 0) return;
  const file = await open(pathOf(object.physicalId), 'r');
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
    checkUnchanged(await file.stat(), object.etag);
  } finally {
    await file.close();
  }
}

async function* listOneFile(
  file: string,
  disk: Disk,
  now: () => number,
): AsyncGenerator<readonly LogObject[]> {
  const object = await describeFile(file, basename(file), { disk, now });
  yield [object];
}

async function* listFrom(
  path: string,
  options: Parameters<typeof listFolder>[0],
): AsyncGenerator<readonly LogObject[]> {
  try {
    yield* listFolder(options);
  } catch (cause) {
    options.signal.throwIfAborted();
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): TamarinError {
  const code = (cause as NodeJS.ErrnoException).code; // only its code is read
  const isDenied = code === 'EACCES' || code === 'EPERM';
  const reason = code === 'ENOENT' ? 'it does not exist' : messageOf(cause);
  return new TamarinError(
    isDenied ? 'source_denied' : 'source_unreachable',
    `Cannot read ${path}: ${reason}.`,
    {
      cause,
      hint: 'Point Tamarin at the folder that holds the access logs: tamarin sync ./my-logs',
    },
  );
}
