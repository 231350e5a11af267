/** The way of one log object: read it, count how it ended, hand its ledger entry to the sink. */
import { encodeReplaceItem } from '../bulk/encode-item.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { type LedgerState, ledgerId } from '../opensearch/ledger.ts';
import type { LogObject } from '../source/log-source.ts';
import { CreatedIds } from './created-ids.ts';
import { ledgerEntry } from './ledger-item.ts';
import { LineShipper, type ShippingContext } from './line-shipper.ts';
import { ObjectProgress, type ReadEnd } from './object-progress.ts';
import { readObject } from './read-object.ts';
import type { ChosenObject } from './select-objects.ts';
import { settleLeftOver } from './settle-left-over.ts';
import { nameObject, type SyncTally } from './sync-report.ts';
import type { SyncRun } from './sync-run.ts';
import type { FailedBefore } from './visit-objects.ts';

export interface Shipping {
  readonly run: SyncRun;
  readonly context: ShippingContext;
  readonly signal: AbortSignal;
}

export async function shipObject(
  shipping: Shipping,
  { object, attemptsBefore }: ChosenObject,
): Promise<void> {
  const { run, context, signal } = shipping;
  if (signal.aborted) return;
  const progress = startProgress(shipping, object, attemptsBefore);
  const shipper = new LineShipper(context, progress);
  const { source, random, sleep } = run;
  const { sink } = context;
  const end = await readObject({ source, progress, shipper, sink, signal, random, sleep });
  await settleLeftOver(shipping, progress, end);
  progress.readEnded(end);
}

/** What failed in an earlier sync is looked up first: it may have changed, or be gone. */
export async function shipFailedBefore(
  shipping: Shipping,
  { remembered, attemptsBefore }: FailedBefore,
): Promise<void> {
  if (shipping.signal.aborted) return;
  const end = await lookUp(shipping, remembered);
  if (end.kind === 'found') return shipObject(shipping, { object: end.object, attemptsBefore });
  startProgress(shipping, remembered, attemptsBefore).readEnded(end);
}

type LookUp = ReadEnd | { readonly kind: 'found'; readonly object: LogObject };

async function lookUp({ run, signal }: Shipping, remembered: LogObject): Promise<LookUp> {
  const { source } = run;
  try {
    const object = await source.describe?.(remembered.logKey, signal);
    if (object === undefined || object === null)
      return { kind: 'gone', reason: 'it is not there any more' };
    return { kind: 'found', object };
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    const failure = source.judgeFailure?.(error, remembered);
    if (failure?.kind === 'stop') throw failure.error;
    return { kind: 'failed', reason: failure?.reason ?? messageOf(error) };
  }
}

function startProgress(
  { run, context }: Shipping,
  object: LogObject,
  attemptsBefore: number,
): ObjectProgress {
  // Without a judge of its failures a source is not read again by the same sync.
  const created = new CreatedIds(run.source.judgeFailure === undefined ? null : context.idBudget);
  return new ObjectProgress(object, {
    tally: run.tally,
    created,
    onSettled: (settled) => settleObject(run, context, settled, attemptsBefore + 1),
  });
}

/** Counts the object and hands its ledger entry to the sink. */
function settleObject(
  run: SyncRun,
  { sink }: ShippingContext,
  progress: ObjectProgress,
  attempts: number,
): void {
  const { tally, names, syncId } = run;
  const state = noteEnd(tally, progress);
  tally.bytesRead += progress.bytesRead;
  if (state === null) return;
  const entry = ledgerEntry(progress, { state, syncId, attempts, nowMs: run.now() });
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

/** The state to remember; null where the next sync is to find the object as it was. */
function noteEnd(tally: SyncTally, progress: ObjectProgress): LedgerState | null {
  const { end } = progress;
  switch (end.kind) {
    case 'complete':
      tally.objects.done += 1;
      return 'done';
    case 'not_a_log':
      tally.objects.notALog += 1;
      return 'not_a_log';
    case 'failed':
    case 'gone':
      tally.objects.failed += 1;
      nameObject(tally.failures, `${progress.object.logKey}: ${end.reason}`);
      return end.kind;
    case 'interrupted':
      return null;
    default:
      return end satisfies never;
  }
}
