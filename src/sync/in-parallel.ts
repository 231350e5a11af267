/**
 * Runs a task on every item of a stream of pages, so many at a time. The next page is fetched while
 * the items of one are worked on; at most two pages are held.
 */
export async function inParallel<T>(
  pages: AsyncIterable<readonly T[]>,
  about: { readonly concurrency: number; readonly stop: AbortController },
  task: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = (item: T): void => {
    const run = task(item)
      .catch((error: unknown) => {
        failures.push(error);
        about.stop.abort();
      })
      .finally(() => running.delete(run));
    running.add(run);
  };
  try {
    for await (const page of oneAhead(pages)) {
      for (const item of page) {
        while (running.size >= about.concurrency) await Promise.race(running); // a place has to become free
        if (failures.length > 0) break;
        start(item);
      }
      if (failures.length > 0) break;
    }
  } catch (error) {
    failures.push(error);
    about.stop.abort();
  }
  while (running.size > 0) await Promise.race(running); // none is left behind
  if (failures.length > 0) throw failures[0];
}

async function* oneAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    next.catch(() => undefined); // thrown where it is awaited
    return next;
  };
  let next = ask();
  try {
    for (;;) {
      const { done, value } = await next; // in order: pages
      if (done === true) return;
      next = ask();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
