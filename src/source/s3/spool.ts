/**
 * Temporary files for bodies that are too large to be held: a body is given on only when all of it
 * has come and was found right, so that no damaged line gets through. Where there is no room for it,
 * on the disk or below the limit, it is given on as it comes.
 *
 * A file is readable by its owner alone, and has no name as soon as it is open: whatever ends the
 * process, the system frees it.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READ_CHUNK_BYTES = 256 * 1024;

export interface SpoolLimits {
  /** Null: the system's folder for temporary files. */
  readonly folder: string | null;
  /** Of all files at one time. */
  readonly bytesMax: number;
}

export class Spool {
  readonly #limits: SpoolLimits;
  #bytesTaken = 0;

  constructor(limits: SpoolLimits) {
    this.#limits = limits;
  }

  /** The body once it has come to its end; what has come so far and the rest where no room is left. */
  async *hold(body: AsyncIterable<Buffer>, sizeBytes: number): AsyncGenerator<Buffer> {
    if (sizeBytes > this.#limits.bytesMax - this.#bytesTaken) return yield* body;
    this.#bytesTaken += sizeBytes;
    try {
      const file = await openNameless(this.#limits.folder ?? tmpdir());
      yield* file === null ? body : holdIn(file, body);
    } finally {
      this.#bytesTaken -= sizeBytes;
    }
  }
}

interface NamelessFile {
  readonly handle: FileHandle;
  /** Where a file that is open cannot lose its name. */
  readonly pathToRemove: string | null;
}

async function openNameless(folder: string): Promise<NamelessFile | null> {
  const path = join(folder, `tamarin-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600).catch(() => null); // no folder, no right, no room
  if (handle === null) return null;
  const isNameless = await rm(path).then(
    () => true,
    () => false,
  );
  return { handle, pathToRemove: isNameless ? null : path };
}

async function* holdIn(file: NamelessFile, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  let writtenBytes = 0;
  let unwritten: Buffer | null = null;
  try {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      if (!(await writeAll(file.handle, next.value, writtenBytes))) {
        unwritten = next.value;
        break;
      }
      writtenBytes += next.value.length;
    }
    yield* readBack(file.handle, writtenBytes);
    if (unwritten === null) return;
    yield unwritten;
    yield* { [Symbol.asyncIterator]: () => chunks };
  } finally {
    await chunks.return?.();
    await file.handle.close();
    if (file.pathToRemove !== null) await rm(file.pathToRemove, { force: true });
  }
}

/** False: the disk is full, or fails. */
async function writeAll(handle: FileHandle, chunk: Buffer, at: number): Promise<boolean> {
  try {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done); // in order
      done += bytesWritten;
    }
    return true;
  } catch {
    return false;
  }
}

async function* readBack(handle: FileHandle, endBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < endBytes; ) {
    const chunk = Buffer.allocUnsafe(Math.min(READ_CHUNK_BYTES, endBytes - at));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at); // in order: it is a stream
    if (bytesRead === 0) throw new Error('the temporary file of the body lost its end');
    at += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}
