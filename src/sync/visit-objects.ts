/** Which log objects a sync reads, and in what order: those of the listing, then old failures. */
import { listFailedObjects } from '../opensearch/failed-objects.ts';
import type { LogObject } from '../source/log-source.ts';
import { inParallel } from './in-parallel.ts';
import type { ListingPlan } from './plan-listing.ts';
import { type ChosenObject, isDelivered, selectObjects } from './select-objects.ts';
import { nameObject } from './sync-report.ts';
import type { SyncRun } from './sync-run.ts';

/** Runs `task` on every listed log object that has to be read. */
export async function visitListed(
  run: SyncRun,
  plan: ListingPlan,
  stop: AbortController,
  task: (chosen: ChosenObject) => Promise<void>,
): Promise<void> {
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const { concurrency } = run.limits;
  try {
    const pages = run.source.listPages(signal, plan.completeSinceMs);
    await inParallel(chooseOf(run, pages), { concurrency, stop }, task);
  } catch (error) {
    if (!run.signal.aborted) throw error;
  }
}

async function* chooseOf(
  run: SyncRun,
  pages: AsyncIterable<readonly LogObject[]>,
): AsyncGenerator<readonly ChosenObject[]> {
  const { tally, server, names, options } = run;
  for await (const page of pages) {
    const selection = await selectObjects(page, { server, index: names.ledger }, options); // a request a page
    tally.objects.listed += page.length;
    tally.objects.skipped += page.length - selection.chosen.length;
    for (const { logKey, waitBecause } of selection.waiting)
      nameObject(tally.waiting, `${logKey}: ${waitBecause}`);
    yield selection.chosen;
  }
}

/** An object of the ledger that failed, as it is now; `object` null: it is gone. */
export interface FailedBefore {
  readonly remembered: LogObject;
  readonly attemptsBefore: number;
  readonly rejectedBefore: number;
}

/**
 * Runs `task` on what failed in earlier syncs and was not listed by this one. Only for a source that
 * leaves out old objects: any other has listed them.
 */
export async function visitFailed(
  run: SyncRun,
  stop: AbortController,
  task: (failed: FailedBefore) => Promise<void>,
): Promise<void> {
  const { source, server, names, options, syncId } = run;
  if (source.describe === undefined || run.signal.aborted) return;
  async function* pages(): AsyncGenerator<readonly FailedBefore[]> {
    const about = { physicalPrefix: source.physicalPrefix, syncId };
    for await (const page of listFailedObjects(server, names.ledger, about)) {
      const found = page.map(
        ({ attempts, rejected, ...object }): FailedBefore => ({
          remembered: { ...object, waitBecause: null },
          attemptsBefore: attempts,
          rejectedBefore: rejected,
        }),
      );
      const wanted = found.filter(({ remembered }) => isDelivered(remembered, options));
      run.tally.objects.listed += wanted.length;
      yield wanted;
    }
  }
  await inParallel(pages(), { concurrency: run.limits.concurrency, stop }, task);
}
