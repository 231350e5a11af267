/**
 * One sync: list → fetch → lines → parse → enrich → document → bulk → ledger. Decides what is read
 * and in what order things become final; the stages do the work.
 *
 * A log object enters the ledger only after all its items have final results, because its entry
 * goes through the same sink, behind them. A crash at any point costs reading again, never a record.
 */
import pLimit from 'p-limit';
import { encodeReplaceItem } from '../bulk/encode-item.ts';
import { Patience } from '../bulk/retry.ts';
import { Sink } from '../bulk/sink.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { type LedgerState, ledgerId } from '../opensearch/ledger.ts';
import { checkGrain, createIndex } from '../opensearch/record-index.ts';
import { refresh } from '../opensearch/search.ts';
import { ensureTemplates } from '../opensearch/templates.ts';
import { interruptedSync } from './interrupted-sync.ts';
import { ledgerEntry } from './ledger-item.ts';
import { LineShipper, type ShippingContext } from './line-shipper.ts';
import { ObjectProgress } from './object-progress.ts';
import { readObject } from './read-object.ts';
import { type ChosenObject, selectObjects } from './select-objects.ts';
import { makeSinkPort, PreparedIndices } from './sink-port.ts';
import { NAMED_OBJECTS_MAX, type SyncReport, type SyncTally } from './sync-report.ts';
import type { SyncRun } from './sync-run.ts';

/** @throws TamarinError when the sync as a whole cannot go on; a failing log object does not throw. */
export async function runSync(run: SyncRun): Promise<SyncReport> {
  const startedMs = run.now();
  if (run.options.dryRun) {
    await forEachChosen(run, run.signal, async ({ object }) => {
      run.tally.bytesRead += object.sizeBytes;
    });
    return report(run, startedMs);
  }
  await prepareIndices(run);
  const context = makeContext(run);
  addSyncItem(run, context, { state: 'running', startedMs });
  const stop = new AbortController();
  try {
    const signal = AbortSignal.any([run.signal, stop.signal]);
    await forEachChosen(run, signal, (chosen) => shipObject(run, context, chosen, signal));
    await context.sink.drain();
    await refresh(run.server, run.names.recordsPattern);
  } catch (error) {
    stop.abort();
    await noteFailedSync(run, context, { startedMs, error });
    throw error;
  }
  addSyncItem(run, context, { state: run.signal.aborted ? 'interrupted' : 'done', startedMs });
  await context.sink.drain();
  if (run.signal.aborted) throw interruptedSync();
  return report(run, startedMs);
}

async function prepareIndices(run: SyncRun): Promise<void> {
  await checkGrain(run.server, run.templates);
  await ensureTemplates(run.server, run.templates);
  for (const index of [run.names.ledger, run.names.quarantine, run.names.syncs])
    await createIndex(run.server, index); // three small requests
}

function makeContext(run: SyncRun): ShippingContext {
  const { limits, names, syncId, enrich, now, random } = run;
  const indices = new PreparedIndices(run);
  const patience = new Patience({ giveUpAfterMs: limits.giveUpAfterMs, now, random });
  return {
    sink: new Sink(makeSinkPort(run, indices), limits, patience),
    names,
    action: run.options.overwrite ? 'index' : 'create',
    syncId,
    enrich,
    prepareIndex: (index) => indices.prepare(index),
    now,
  };
}

/** Runs `task` on every log object that has to be read, a page at a time. */
async function forEachChosen(
  run: SyncRun,
  signal: AbortSignal,
  task: (chosen: ChosenObject) => Promise<void>,
): Promise<void> {
  const { tally, server, names, options } = run;
  const limit = pLimit(run.limits.concurrency);
  try {
    for await (const page of run.source.listPages(signal)) {
      const selection = await selectObjects(page, { server, index: names.ledger }, options); // a request a page
      tally.objects.listed += page.length;
      tally.objects.skipped += page.length - selection.chosen.length;
      for (const { logKey, waitBecause } of selection.waiting)
        name(tally.waiting, `${logKey}: ${waitBecause}`);
      await limit.map(selection.chosen, task); // a page is finished before the next is listed
    }
  } catch (error) {
    if (!run.signal.aborted) throw error;
  }
}

async function shipObject(
  run: SyncRun,
  context: ShippingContext,
  { object, attemptsBefore }: ChosenObject,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const progress = new ObjectProgress(object, run.tally, (settled) =>
    settleObject(run, context, settled, attemptsBefore + 1),
  );
  const shipper = new LineShipper(context, progress);
  const { source } = run;
  progress.readEnded(await readObject({ source, progress, shipper, sink: context.sink, signal }));
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
      tally.objects.failed += 1;
      name(tally.failures, `${progress.object.logKey}: ${end.reason}`);
      return 'failed';
    case 'interrupted':
      return null;
    default:
      return end satisfies never;
  }
}

function name(list: string[], text: string): void {
  if (list.length < NAMED_OBJECTS_MAX) list.push(text);
}

function addSyncItem(
  run: SyncRun,
  { sink }: ShippingContext,
  about: { readonly state: string; readonly startedMs: number; readonly error?: unknown },
): void {
  const { tally, names, syncId } = run;
  const { notALog, ...objects } = tally.objects;
  const document = {
    source: run.source.name,
    state: about.state,
    started_at: new Date(about.startedMs).toISOString(),
    ...(about.state === 'running' ? {} : { finished_at: new Date(run.now()).toISOString() }),
    objects: { ...objects, not_a_log: notALog },
    lines: tally.lines,
    indexed: tally.indexed,
    duplicates: tally.duplicates,
    rejected: tally.rejected,
    skipped: tally.skipped,
    bytes_read: tally.bytesRead,
    ...(about.error === undefined ? {} : { error: messageOf(about.error) }),
  };
  const ticket = { kind: 'sync', index: names.syncs, id: syncId, logKey: '', line: 0 } as const;
  sink.add(
    { ...ticket, settle: () => undefined },
    encodeReplaceItem(names.syncs, syncId, document),
  );
}

/** The sink may be what failed: then nothing more can be written, and the error is told anyway. */
async function noteFailedSync(
  run: SyncRun,
  context: ShippingContext,
  about: { readonly startedMs: number; readonly error: unknown },
): Promise<void> {
  addSyncItem(run, context, { state: 'failed', ...about });
  await context.sink.drain().catch(() => undefined); // the first error is the one that counts
}

function report(run: SyncRun, startedMs: number): SyncReport {
  const { tally } = run;
  return {
    syncId: run.syncId,
    source: run.source.name,
    dryRun: run.options.dryRun,
    objects: { ...tally.objects },
    lines: tally.lines,
    indexed: tally.indexed,
    duplicates: tally.duplicates,
    rejected: tally.rejected,
    skipped: tally.skipped,
    bytesRead: tally.bytesRead,
    seconds: Math.round(run.now() - startedMs) / 1_000,
  };
}
