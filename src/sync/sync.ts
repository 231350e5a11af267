/**
 * One sync: list → fetch → lines → parse → enrich → document → bulk → ledger. Decides what is read
 * and in what order things become final; the stages do the work.
 *
 * A log object enters the ledger only after all its items have final results, because its entry
 * goes through the same sink, behind them. A crash at any point costs reading again, never a record.
 */
import { Patience } from '../bulk/retry.ts';
import { Sink } from '../bulk/sink.ts';
import { prepareBookkeepingIndex } from '../opensearch/bookkeeping-index.ts';
import { refresh } from '../opensearch/provenance.ts';
import { checkGrain } from '../opensearch/record-index.ts';
import { readEarlierSyncs } from '../opensearch/sync-history.ts';
import { ensureTemplates, newerTemplates } from '../opensearch/templates.ts';
import { IdBudget } from './created-ids.ts';
import { Heartbeat } from './heartbeat.ts';
import { interruptedSync } from './interrupted-sync.ts';
import type { ShippingContext } from './line-shipper.ts';
import { type ListingPlan, planListing } from './plan-listing.ts';
import { shipFailedBefore, shipObject } from './ship-object.ts';
import { makeSinkPort, PreparedIndices } from './sink-port.ts';
import { noteFailure, type SyncReport } from './sync-report.ts';
import type { SyncRun } from './sync-run.ts';
import { visitFailed, visitListed } from './visit-objects.ts';

/** @throws TamarinError when the sync as a whole cannot go on; a failing log object does not throw. */
export async function runSync(run: SyncRun): Promise<SyncReport> {
  const startedMs = run.now();
  const stop = new AbortController();
  if (run.options.dryRun) {
    const plan = await makePlan(run, startedMs);
    await visitListed(run, plan, stop, async ({ object }) => {
      if (object.notRead !== null) noteFailure(run.tally, object.logKey, object.notRead.reason);
    });
    return report(run, plan, startedMs);
  }
  await prepareIndices(run);
  const plan = await makePlan(run, startedMs);
  const context = makeContext(run);
  const heartbeat = new Heartbeat(run, plan, startedMs);
  await heartbeat.start();
  try {
    await shipAll(run, context, plan, stop);
    await refresh(run.server, shippedIndices(run.names));
  } catch (error) {
    stop.abort();
    await settleShipped(run, context);
    if (run.signal.aborted) await heartbeat.end('interrupted');
    else await heartbeat.end('failed', error);
    throw error;
  }
  await heartbeat.end(run.signal.aborted ? 'interrupted' : 'done');
  if (run.signal.aborted) throw interruptedSync();
  return report(run, plan, startedMs);
}

async function makePlan(run: SyncRun, nowMs: number): Promise<ListingPlan> {
  const { source, server, names, options } = run;
  const { wholePassEveryMs } = run.limits;
  const earlier = source.leavesOutOld
    ? await readEarlierSyncs(server, names.syncs, source.physicalPrefix)
    : null;
  return planListing({ options, earlier, wholePassEveryMs, nowMs });
}

/** The ledger is complete for what was listed before it is asked for what failed earlier. */
async function shipAll(
  run: SyncRun,
  context: ShippingContext,
  plan: ListingPlan,
  stop: AbortController,
): Promise<void> {
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const shipping = { run, context, signal };
  await visitListed(run, plan, stop, (chosen) => shipObject(shipping, chosen));
  await context.sink.drain();
  await visitFailed(run, stop, (failed) => shipFailedBefore(shipping, failed));
  await context.sink.drain();
}

async function prepareIndices(run: SyncRun): Promise<void> {
  await checkGrain(run.server, run.templates);
  const newer = newerTemplates(await ensureTemplates(run.server, run.templates));
  if (newer !== null) run.notice(newer);
  for (const name of ['ledger', 'quarantine', 'syncs'] as const)
    await prepareBookkeepingIndex(run.server, run.names[name], name, run.templates); // small requests
}

function makeContext(run: SyncRun): ShippingContext {
  const { limits, names, syncId, parser, enrich, now, random } = run;
  const indices = new PreparedIndices(run);
  const patience = new Patience({ giveUpAfterMs: limits.giveUpAfterMs, now, random });
  return {
    sink: new Sink(makeSinkPort(run, indices), limits, patience),
    names,
    action: run.options.overwrite ? 'index' : 'create',
    syncId,
    parser,
    enrich,
    prepareIndex: (index) => indices.prepare(index),
    now,
    idBudget: new IdBudget(),
  };
}

/** Who reads that a sync is done sees all that it wrote: records, and what became of its log objects. */
const shippedIndices = ({ recordsPattern, ledger, quarantine }: SyncRun['names']): string =>
  [recordsPattern, ledger, quarantine].join();

/** What was shipped before the error is settled, counted and shown, as far as that is possible. */
async function settleShipped(run: SyncRun, { sink }: ShippingContext): Promise<void> {
  const ignore = (): void => undefined; // the first error counts, and the sink may be what failed
  await sink.drain().catch(ignore);
  await refresh(run.server, shippedIndices(run.names)).catch(ignore);
}

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
    ...(run.options.dryRun ? { bytesToRead: tally.bytesToRead } : {}),
    seconds: Math.round(run.now() - startedMs) / 1_000,
  };
}
