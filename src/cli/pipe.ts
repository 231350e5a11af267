/** Named pipes, and those of a shell: `tamarin parse <(zcat a.gz)`. */
import { open } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { messageOf, TamarinError } from '../core/error.ts';

/** Its name may lead nowhere (`/proc/1/fd/pipe:[7]`), so a real path is not asked for. */
export async function isPipe(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFIFO() ?? false;
}

/**
 * Waits for a writer. Unlike a file's stream, one that waits for bytes can be ended at once.
 * @throws TamarinError
 */
export async function openPipe(path: string): Promise<Readable> {
  // A bare descriptor: a FileHandle that nobody holds any more closes it, under the socket's feet.
  const fd = await promisify(open)(path, 'r').catch((cause: unknown) => {
    throw new TamarinError('source_denied', `Cannot read ${path}: ${messageOf(cause)}.`, { cause });
  });
  return new Socket({ fd, readable: true, writable: false });
}
