/** Which log objects a sync reads, and in what order: those of the listing, then old failures. */
import type { LogObject } from '../../source/log/log-source.ts';
import { nameObject } from '../run/sync-report.ts';
import type { SyncLimits, SyncRun } from '../run/sync-run.ts';
import type { LedgerState } from '../store/ledger-entry.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { inParallel } from './in-parallel.ts';
import type { ListingPlan } from './plan-listing.ts';
import { type ChosenObject, isDelivered, selectObjects } from './select-objects.ts';

interface Visit extends Pick<SyncRun, 'source' | 'options' | 'tally' | 'signal'> {
  readonly limits: Pick<SyncLimits, 'concurrency'>;
}

interface ListedVisit extends Visit, Pick<SyncRun, 'now'> {
  readonly store: Pick<SyncStore, 'readLedger'>;
  readonly limits: Pick<SyncLimits, 'concurrency' | 'wholePassEveryMs'>;
}

interface FailedVisit extends Visit, Pick<SyncRun, 'syncId'> {
  readonly store: Pick<SyncStore, 'listToTryAgain'>;
}

/** Runs `task` on every listed log object that has to be read. */
export async function visitListed(
  run: ListedVisit,
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
  run: ListedVisit,
  plan: ListingPlan,
  pages: AsyncIterable<readonly LogObject[]>,
): AsyncGenerator<readonly ChosenObject[]> {
  const { tally, store, options } = run;
  const askAgainMs = plan.kind === 'recent' ? run.limits.wholePassEveryMs : 0;
  const archivedSinceMs = run.now() - askAgainMs;
  for await (const page of pages) {
    const asked = { ...options, archivedSinceMs };
    const { chosen, growing, left, olderReader } = await selectObjects(page, store, asked); // a request a page
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
 * out, or it no longer exists.
 */
export async function visitFailed(
  run: FailedVisit,
  stop: AbortController,
  task: (failed: FailedBefore) => Promise<void>,
): Promise<void> {
  const { source, store, options, syncId } = run;
  if (run.signal.aborted) return;
  async function* pages(): AsyncGenerator<readonly FailedBefore[]> {
    const about = { physicalPrefix: source.physicalPrefix, syncId };
    for await (const page of store.listToTryAgain(about)) {
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
