/** What earlier syncs failed to read, and this one has not listed. */
import type { LogObject } from '../../source/log/log-source.ts';
import type { SyncLimits, SyncRun } from '../run/sync-run.ts';
import type { LedgerState } from '../store/ledger-entry.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { inParallel } from './in-parallel.ts';
import { isDelivered } from './select-objects.ts';

interface FailedVisit extends Pick<SyncRun, 'source' | 'options' | 'tally' | 'signal' | 'syncId'> {
  readonly store: Pick<SyncStore, 'listToTryAgain'>;
  readonly limits: Pick<SyncLimits, 'concurrency'>;
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
