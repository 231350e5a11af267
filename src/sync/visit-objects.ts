/** Which log objects a sync reads, and in what order: those of the listing, then old failures. */
import { listFailedObjects } from '../opensearch/failed-objects.ts';
import type { LedgerState } from '../opensearch/ledger.ts';
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
    await inParallel(chooseOf(run, plan, pages), { concurrency, stop }, task);
  } catch (error) {
    if (!run.signal.aborted) throw error;
  }
}

async function* chooseOf(
  run: SyncRun,
  plan: ListingPlan,
  pages: AsyncIterable<readonly LogObject[]>,
): AsyncGenerator<readonly ChosenObject[]> {
  const { tally, server, names, options } = run;
  const askAgainMs = plan.kind === 'recent' ? run.limits.wholePassEveryMs : 0;
  const archivedSinceMs = run.now() - askAgainMs;
  for await (const page of pages) {
    const ledger = { server, index: names.ledger, archivedSinceMs };
    const { chosen, growing, left, olderReader } = await selectObjects(page, ledger, options); // a request a page
    tally.objects.listed += page.length;
    tally.objects.skipped += left.done + left.notALog + left.archived + left.outside;
    tally.objects.growing += growing.length;
    tally.olderReader += olderReader;
    for (const kind of ['done', 'notALog', 'archived', 'outside'] as const)
      tally.left[kind] += left[kind];
    for (const { logKey, notRead } of growing)
      nameObject(tally.waiting, `${logKey}: ${notRead?.reason}`);
    for (const { object } of chosen) tally.bytesToRead += object.sizeBytes;
    yield chosen;
  }
  tally.listingEnded = !run.signal.aborted;
}

/** An object of the ledger that failed, as it was then. */
export interface FailedBefore {
  readonly remembered: LogObject;
  readonly attemptsBefore: number;
  readonly stateBefore: LedgerState;
  readonly readerBefore: number | null;
  readonly rejectedBefore: number;
}

/**
 * Runs `task` on what failed in earlier syncs and was not listed by this one: it is old and was left
 * out, or it is not there any more.
 */
export async function visitFailed(
  run: SyncRun,
  stop: AbortController,
  task: (failed: FailedBefore) => Promise<void>,
): Promise<void> {
  const { source, server, names, options, syncId } = run;
  if (run.signal.aborted) return;
  async function* pages(): AsyncGenerator<readonly FailedBefore[]> {
    const about = { physicalPrefix: source.physicalPrefix, syncId };
    for await (const page of listFailedObjects(server, names.ledger, about)) {
      const found = page.map(
        ({ attempts, state, rejected, recordsReader, ...object }): FailedBefore => ({
          remembered: { ...object, notRead: null },
          attemptsBefore: attempts,
          stateBefore: state,
          readerBefore: recordsReader,
          rejectedBefore: rejected,
        }),
      );
      const wanted = found.filter(
        ({ remembered }) => source.holds(remembered.physicalId) && isDelivered(remembered, options),
      );
      for (const { remembered } of wanted) run.tally.bytesToRead += remembered.sizeBytes;
      yield wanted;
    }
  }
  await inParallel(pages(), { concurrency: run.limits.concurrency, stop }, task);
}
