/**
 * One sync: list → fetch → lines → parse → enrich → document → bulk → ledger. Decides what is read
 * and in what order things become final; the stages do the work.
 *
 * A log object enters the ledger only after all its items have final results, because its entry
 * goes through the same sink, behind them. A crash at any point costs reading again, never a record.
 */
import { Patience } from '../bulk/patience.ts';
import { Sink } from '../bulk/sink.ts';
import { Heartbeat } from './note/heartbeat.ts';
import { type ListingPlan, planListing } from './plan/plan-listing.ts';
import type { ChosenObject } from './plan/select-objects.ts';
import { visitFailed } from './plan/visit-failed.ts';
import { visitListed } from './plan/visit-objects.ts';
import { interruptedSync, stoppedSync } from './run/stopped-sync.ts';
import { noteFailure, type SyncReport } from './run/sync-report.ts';
import type { SyncRun } from './run/sync-run.ts';
import { IdBudget } from './ship/created-ids.ts';
import type { ShippingContext } from './ship/line-shipper.ts';
import { shipFailedBefore, shipObject } from './ship/ship-object.ts';
import { makeSinkPort, PreparedIndices } from './ship/sink-port.ts';

/**
 * But for a dry run the store is prepared, and the lease of the source is held.
 * @throws TamarinError when the sync as a whole cannot go on; a failing log object does not throw.
 */
export async function runSync(run: SyncRun): Promise<SyncReport> {
  const startedMs = run.now();
  const stop = new AbortController();
  if (run.options.dryRun) {
    const plan = await makePlan(run, startedMs);
    const task = async ({ object }: ChosenObject): Promise<void> => {
      if (object.notRead !== null) noteFailure(run.tally, object.logKey, object.notRead.reason);
    };
    // In listing order: it shows the same, and lists once.
    const inOrder = { ...plan, newestFromMs: null };
    await visitListed(run, inOrder, {
      stop,
      task,
      settle: async () => undefined,
      shipped: async () => undefined,
    });
    return report(run, plan, startedMs);
  }
  const plan = await makePlan(run, startedMs);
  const context = makeContext(run);
  const heartbeat = new Heartbeat(run, plan, startedMs);
  await heartbeat.start();
  try {
    await shipAll(run, context, { plan, stop, heartbeat });
    await run.store.refresh(); // who reads that it is done sees all that it wrote
  } catch (error) {
    stop.abort();
    await settleShipped(run, context);
    if (!run.signal.aborted) {
      await heartbeat.end('failed', error);
      throw error;
    }
    const { state, because } = stoppedSync(run.signal.reason);
    await heartbeat.end(state, because);
    throw because ?? error;
  }
  if (run.signal.aborted) {
    const { state, because } = stoppedSync(run.signal.reason);
    await heartbeat.end(state, because);
    throw because ?? interruptedSync();
  }
  await heartbeat.end('done');
  return report(run, plan, startedMs);
}

async function makePlan(run: SyncRun, nowMs: number): Promise<ListingPlan> {
  const { source, store, options } = run;
  const { wholePassEveryMs } = run.limits;
  const { leavesOutOld, physicalPrefix } = source;
  const earlier = await store.readEarlierSyncs(physicalPrefix);
  return planListing({ options, earlier, leavesOutOld, wholePassEveryMs, nowMs });
}

interface Shipping {
  readonly plan: ListingPlan;
  readonly stop: AbortController;
  readonly heartbeat: Heartbeat;
}

/** The ledger is complete for what was listed before it is asked for what failed earlier. */
async function shipAll(
  run: SyncRun,
  context: ShippingContext,
  { plan, stop, heartbeat }: Shipping,
): Promise<void> {
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const shipping = { run, context, signal };
  const shipped = async (fromMs: number): Promise<void> => {
    await run.store.refresh(); // who reads that it is in sees it
    const isFirst = run.tally.shippedFrom === null;
    run.tally.shippedFrom = new Date(fromMs).toISOString();
    await heartbeat.tell();
    if (isFirst) await run.onNewestShipped?.(fromMs);
  };
  const task = (chosen: ChosenObject): Promise<void> => shipObject(shipping, chosen);
  const settle = (): Promise<void> => context.sink.drain();
  await visitListed(run, plan, { stop, task, settle, shipped });
  await context.sink.drain();
  await visitFailed(run, stop, (failed) => shipFailedBefore(shipping, failed));
  await context.sink.drain();
}

function makeContext(run: SyncRun): ShippingContext {
  const { limits, names, syncId, parser, enrich, quickWay, now, random } = run;
  const indices = new PreparedIndices(run.store);
  const patience = new Patience({ giveUpAfterMs: limits.giveUpAfterMs, now, random });
  return {
    sink: new Sink(makeSinkPort(run, indices), limits, patience),
    names,
    action: run.options.overwrite ? 'index' : 'create',
    syncId,
    parser,
    quickWay,
    enrich,
    prepareIndex: (index) => indices.prepare(index),
    now,
    idBudget: new IdBudget(),
    distinctLinesMax: limits.distinctLinesMax,
  };
}

/** What was shipped before the error is settled, counted and shown, as far as that is possible. */
async function settleShipped(run: SyncRun, { sink }: ShippingContext): Promise<void> {
  const ignore = (): void => undefined; // the first error counts, and the sink may be what failed
  await sink.drain().catch(ignore);
  await run.store.refresh().catch(ignore);
}

const isLong = ({ tally, limits }: SyncRun, { newestFromMs }: ListingPlan): boolean =>
  newestFromMs !== null && tally.objects.listed > limits.newestFirstAbove;

function report(run: SyncRun, plan: ListingPlan, startedMs: number): SyncReport {
  const { tally } = run;
  return {
    syncId: run.syncId,
    source: run.source.name,
    dryRun: run.options.dryRun,
    listing: plan.kind,
    objects: { ...tally.objects },
    lines: tally.lines,
    indexed: tally.indexed,
    duplicates: tally.duplicates,
    rejected: tally.rejected,
    skipped: tally.skipped,
    removed: tally.removed,
    bytesRead: tally.bytesRead,
    olderReader: tally.olderReader,
    ...(run.options.dryRun
      ? { bytesToRead: tally.bytesToRead, newestFirst: isLong(run, plan) }
      : {}),
    seconds: Math.round(run.now() - startedMs) / 1_000,
    failures: [...tally.failures],
  };
}
