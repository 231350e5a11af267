/** The way of one log object: read it, count how it ended, hand its ledger entry to the sink. */
import { encodeReplaceItem } from '../../bulk/encode-item.ts';
import { messageOf, TamarinError } from '../../core/error.ts';
import type { Described, LogObject } from '../../source/log/log-source.ts';
import { READER_VERSION } from '../../source/log/reader-version.ts';
import type { ChosenObject } from '../plan/select-objects.ts';
import type { FailedBefore } from '../plan/visit-failed.ts';
import { nameObject, noteFailure, type SyncTally } from '../run/sync-report.ts';
import type { SyncOptions, SyncRun } from '../run/sync-run.ts';
import { type LedgerState, ledgerId } from '../store/ledger-entry.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { CreatedIds } from './created-ids.ts';
import { ledgerEntry } from './ledger-item.ts';
import { LineShipper, type ShippingContext } from './line-shipper.ts';
import { ObjectProgress, type ReadEnd } from './object-progress.ts';
import { readObject } from './read-object.ts';
import { settleLeftOver } from './settle-left-over.ts';

interface ShippingRun
  extends Pick<
    SyncRun,
    'syncId' | 'source' | 'names' | 'tally' | 'notice' | 'now' | 'random' | 'sleep'
  > {
  readonly store: Pick<SyncStore, 'readOrigins'>;
  readonly options: Pick<SyncOptions, 'overwrite'>;
}

export interface Shipping {
  readonly run: ShippingRun;
  readonly context: ShippingContext;
  readonly signal: AbortSignal;
}

export async function shipObject(shipping: Shipping, chosen: ChosenObject): Promise<void> {
  const { run, context, signal } = shipping;
  if (signal.aborted) return;
  const progress = startProgress(shipping, chosen);
  const { notRead } = chosen.object;
  if (notRead !== null) {
    progress.readEnded({ kind: 'failed', reason: notRead.reason });
    return;
  }
  const shipper = new LineShipper(context, progress, chosen.rejectedBefore);
  const { source, random, sleep } = run;
  const { sink } = context;
  const end = await readObject({ source, progress, shipper, sink, signal, random, sleep });
  await settleLeftOver(shipping, progress, end);
  progress.readEnded(end);
}

/** What failed in an earlier sync is looked up first: it may have changed, or be gone. */
export async function shipFailedBefore(
  shipping: Shipping,
  { remembered, ...before }: FailedBefore,
): Promise<void> {
  if (shipping.signal.aborted) return;
  const end = await lookUp(shipping, remembered);
  if (end.kind === 'found') {
    if (end.object.notRead?.kind === 'growing') return; // it was listed, and waits
    shipping.run.tally.objects.listed += 1;
    return shipObject(shipping, { object: end.object, ...before });
  }
  if (end.kind !== 'interrupted') shipping.run.tally.objects.listed += 1;
  startProgress(shipping, { object: remembered, ...before }).readEnded(end);
}

type LookUp = ReadEnd | Described;

async function lookUp({ run, signal }: Shipping, remembered: LogObject): Promise<LookUp> {
  const { source } = run;
  try {
    return await source.describe(remembered, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    const failure = source.judgeFailure?.(error, remembered);
    if (failure?.kind === 'stop') throw failure.error;
    return { kind: 'failed', reason: failure?.reason ?? messageOf(error) };
  }
}

function startProgress({ run, context }: Shipping, chosen: ChosenObject): ObjectProgress {
  // Without a judge of its failures a source is not read again by the same sync.
  const created = new CreatedIds(run.source.judgeFailure === undefined ? null : context.idBudget);
  return new ObjectProgress(chosen.object, {
    tally: run.tally,
    created,
    onSettled: (settled) => settleObject(run, context, settled, chosen),
  });
}

/** Counts the object and hands its ledger entry to the sink. */
function settleObject(
  run: ShippingRun,
  { sink }: ShippingContext,
  progress: ObjectProgress,
  { attemptsBefore, stateBefore, readerBefore }: ChosenObject,
): void {
  const { tally, names, syncId } = run;
  const state = noteEnd(tally, progress, stateBefore);
  tally.bytesRead += progress.bytesRead;
  tally.noteRecordTime(progress.lastRecordTime);
  if (state === null) return;
  const entry = ledgerEntry(progress, {
    state,
    syncId,
    attempts: attemptsBefore + 1,
    reader: readerAfter(state, readerBefore, run.options),
    nowMs: run.now(),
  });
  const id = ledgerId(progress.object.physicalId);
  sink.add(
    {
      kind: 'ledger',
      index: names.ledger,
      id,
      logKey: progress.object.logKey,
      line: 0,
      settle: (result) => {
        if (result.kind !== 'abandoned') return;
        throw new TamarinError(
          'opensearch_failed',
          `Cannot write ${names.ledger}: ${result.reason}.`,
        );
      },
    },
    encodeReplaceItem(names.ledger, id, entry),
  );
}

/**
 * Only a sync that overwrites, and reads the object to its end, removes what an older reader made of
 * it; after any other the records of that reader may still be there.
 */
function readerAfter(
  state: LedgerState,
  readerBefore: number | null,
  { overwrite }: Pick<SyncOptions, 'overwrite'>,
): number {
  const isCleared =
    readerBefore === null || state === 'not_a_log' || (overwrite && state === 'done');
  return isCleared ? READER_VERSION : Math.min(readerBefore, READER_VERSION);
}

/** The state to remember; null where the next sync is to find the object as it was. */
function noteEnd(
  tally: SyncTally,
  { object, end }: ObjectProgress,
  stateBefore: LedgerState | null,
): LedgerState | null {
  switch (end.kind) {
    case 'complete':
      tally.objects.done += 1;
      return 'done';
    case 'not_a_log':
      tally.objects.notALog += 1;
      return 'not_a_log';
    case 'failed':
      noteFailure(tally, object.logKey, end.reason);
      return 'failed';
    case 'archived':
      tally.objects.archived += 1;
      if (stateBefore !== 'archived') nameObject(tally.archived, `${object.logKey}: ${end.reason}`);
      return 'archived';
    case 'gone':
      tally.objects.gone += 1;
      nameObject(tally.gone, `${object.logKey}: ${end.reason}`);
      return 'gone';
    case 'interrupted':
      return null;
    default:
      return end satisfies never;
  }
}
