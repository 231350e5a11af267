/** How much memory is in use once what nobody holds is gone. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes, those of buffers included. */
export function heldBytes(): number {
  collectGarbage();
  collectGarbage(); // gives back what the first one found to be free outside of the heap
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
