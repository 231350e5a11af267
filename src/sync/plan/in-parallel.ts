/**
 * Runs a task on every item of a stream of pages, so many at a time. While the items of one page are
 * worked on the next is fetched; at most two pages are held. The first failure stops the rest.
 */
import pLimit from 'p-limit';

export async function inParallel<T>(
  pages: AsyncIterable<readonly T[]>,
  about: { readonly concurrency: number; readonly stop: AbortController },
  task: (item: T) => Promise<void>,
): Promise<void> {
  const limit = pLimit(about.concurrency);
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    about.stop.abort();
  };
  const run = async (item: T): Promise<void> => {
    if (failures.length === 0) await task(item).catch(fail);
  };
  let working: Promise<unknown> = Promise.resolve();
  try {
    for await (const page of pages) {
      const queued = limit.map(page, run);
      await working; // the page before this one
      working = queued;
      if (failures.length > 0) break;
    }
  } catch (error) {
    fail(error);
  }
  await working; // none is left behind
  if (failures.length > 0) throw failures[0];
}
