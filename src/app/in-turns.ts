/**
 * Content in slices, one in each round of the event loop. Bodies that come at the same time would else be
 * parsed in one go, a quarter of a megabyte each: for 100 ms and more a service would answer nobody, and
 * no lease be renewed.
 */
import type { Content } from '../source/content/content.ts';
import type { LogSource } from '../source/log/log-source.ts';

/** Of ordinary lines, encoded in half a millisecond; of user agents that are all new, read in 15. */
const SLICE_BYTES = 64 * 1024;

/** `source`, with turns that all its log objects share. */
export function inTurns(source: LogSource): LogSource {
  let last = Promise.resolve();
  const nextTurn = (): Promise<void> => {
    // One behind the other: all that wait for the same round would run in it.
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
  return { ...source, open: (object, signal) => sliced(source.open(object, signal), nextTurn) };
}

async function* sliced(
  content: AsyncIterable<Content>,
  nextTurn: () => Promise<void>,
): AsyncGenerator<Content> {
  for await (const part of content) {
    if (!Buffer.isBuffer(part)) yield part;
    else
      for (let at = 0; at < part.length; at += SLICE_BYTES) {
        await nextTurn(); // whoever is handed a slice works on it at once
        yield part.subarray(at, at + SLICE_BYTES);
      }
  }
}
