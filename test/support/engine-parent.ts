/**
 * Where the engines of the tests keep their data: in memory where a machine has room for it. A new
 * index costs a dozen fsyncs, and the tests make thousands of indices; none is about a power failure.
 */
import { realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** A whole run of the tests needs less than a third of it; a container has 64 MiB by default. */
const ROOM_MIN_BYTES = 6 * 1024 ** 3;

/** The same for all processes of a run: it does not depend on what is free. */
export const ENGINE_PARENT = hasRoom() ? IN_MEMORY : realpathSync(tmpdir());

function hasRoom(): boolean {
  try {
    const { blocks, bsize } = statfsSync(IN_MEMORY);
    return blocks * bsize >= ROOM_MIN_BYTES;
  } catch {
    return false; // another system than Linux
  }
}
