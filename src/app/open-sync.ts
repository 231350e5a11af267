/**
 * A sync of a session that is ready to begin: its source is open and its store prepared. It begins
 * only where no other runs for the source, in any process.
 */
import { asSyncId, type SyncId } from '../core/brand.ts';
import type { TamarinError } from '../core/error.ts';
import { processOwner } from '../engine/process/process-owner.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { LeaseDocument } from '../sync/lease/lease-port.ts';
import type { SyncEvents } from '../sync/run/sync-events.ts';
import type { SyncReport, SyncTally } from '../sync/run/sync-report.ts';
import type { SyncOptions, SyncTrigger } from '../sync/run/sync-run.ts';
import { DISTINCT_LINES_MAX } from '../sync/ship/line-ordinals.ts';
import type { OpenableSource } from './openable-source.ts';
import type { Session } from './session.ts';
import { makeSourceLease, RENEW_EVERY_MS } from './source-lease.ts';
import type { Surroundings } from './surroundings.ts';

export interface SyncRequest {
  readonly source: OpenableSource;
  readonly options: SyncOptions;
  readonly trigger: SyncTrigger;
}

export interface SyncHooks {
  /** Filled while the sync runs. */
  readonly tally: SyncTally;
  /** Something is being waited for, or went wrong without stopping the sync. */
  readonly notice: (text: string) => void;
  /** For who measures. */
  readonly events?: SyncEvents | undefined;
}

export type BegunSync =
  | { readonly kind: 'started'; readonly done: Promise<SyncReport> }
  /** One runs for this source, here or elsewhere. */
  | { readonly kind: 'running'; readonly by: LeaseDocument };

export interface OpenSync {
  readonly syncId: SyncId;
  /** May be called again while another one runs. @throws TamarinError when OpenSearch cannot be asked */
  begin(): Promise<BegunSync>;
  /** Ends it before its end: what is under way is finished and counted. */
  stop(reason: TamarinError): void;
  /** When it has ended, or will not begin. */
  close(): Promise<void>;
}

/** @throws TamarinError when the source cannot be opened or the store not be prepared */
export async function openSync(
  { source: { address, settings }, options, trigger }: SyncRequest,
  session: Session,
  surroundings: Surroundings,
  { tally, notice, events }: SyncHooks,
): Promise<OpenSync> {
  const { server, names, templates, config } = session;
  const { now, random } = surroundings;
  const stop = new AbortController();
  const signal = AbortSignal.any([surroundings.signal, stop.signal]);
  const sleep = (delayMs: number, end?: AbortSignal): Promise<void> =>
    surroundings.sleep(delayMs, end === undefined ? signal : AbortSignal.any([signal, end]));
  const scheme = schemeOf(address);
  const { giveUpAfterMs } = config;
  const source = await scheme.open(address, { settings, giveUpAfterMs, now, random, sleep });
  const syncId = asSyncId(makeSyncId(now(), random));
  const owner = processOwner();
  const { openSyncStore } = await import('../opensearch/sync-store.ts'); // questions need none
  const store = openSyncStore(server, names, templates);

  async function run(): Promise<SyncReport> {
    // Loaded late: questions need no agent lists.
    const { runSync } = await import('../sync/sync.ts');
    const { makeConfiguredEnricher, makeConfiguredParser } = await import('./line-stages.ts');
    const { flushBytes, bulksInFlight, wholePassEveryMs } = config;
    return runSync({
      syncId,
      source,
      store,
      names,
      options,
      limits: {
        flushBytes,
        bulksInFlight,
        giveUpAfterMs,
        wholePassEveryMs,
        concurrency: scheme.concurrencyOf(config),
        heartbeatEveryMs: RENEW_EVERY_MS,
        distinctLinesMax: DISTINCT_LINES_MAX,
      },
      trigger,
      owner,
      parser: makeConfiguredParser(config),
      enrich: makeConfiguredEnricher(config),
      tally,
      notice,
      events,
      signal,
      stop: (reason) => stop.abort(reason),
      now,
      random,
      sleep,
    });
  }

  const open = {
    syncId,
    stop: (reason: TamarinError) => stop.abort(reason),
    close: () => source.close(),
  };
  if (options.dryRun) return { ...open, begin: async () => ({ kind: 'started', done: run() }) };
  try {
    const told = await store.prepare();
    if (told !== null) notice(told);
  } catch (error) {
    await source.close();
    throw error;
  }
  const lease = makeSourceLease(session, { source, isLocal: scheme.isLocal, syncId, trigger, owner, now }); // biome-ignore format: one call
  return {
    ...open,
    begin: async () => {
      const taken = await lease.take(signal);
      if (taken.kind === 'held') return { kind: 'running', by: taken.by };
      const held = lease.hold(taken.version, { signal, sleep, onLost: open.stop });
      if (taken.from !== null) notice(diedText(taken.from));
      return { kind: 'started', done: run().finally(() => held.release()) };
    },
  };
}

const diedText = ({ sync_id: syncId, owner }: LeaseDocument): string =>
  `Sync ${syncId} (process ${owner.pid} on ${owner.host}) has ended without saying so: this one goes on where it stopped.`;

/** Sorts by time, and two syncs of the same second differ. */
function makeSyncId(nowMs: number, random: () => number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0')}`;
}
