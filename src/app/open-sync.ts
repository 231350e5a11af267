/**
 * A sync of a session that is ready to begin: its source is open and its store prepared. It begins
 * only where no other runs for the source, in any process.
 */
import { asSyncId, type SyncId } from '../core/brand.ts';
import type { TamarinError } from '../core/error.ts';
import { processOwner } from '../engine/process/process-owner.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { LeaseDocument } from '../sync/lease/lease-port.ts';
import { LeaseWatches } from '../sync/lease/lease-watch.ts';
import type { SyncEvents } from '../sync/run/sync-events.ts';
import type { SyncReport, SyncTally } from '../sync/run/sync-report.ts';
import type { SyncOptions, SyncRun, SyncTrigger } from '../sync/run/sync-run.ts';
import { DISTINCT_LINES_MAX } from '../sync/ship/line-ordinals.ts';
import { inTurns } from './in-turns.ts';
import { type OpenableSource, storedAlias } from './openable-source.ts';
import type { Session } from './session.ts';
import {
  type HoldOptions,
  makeSourceLease,
  RENEW_EVERY_MS,
  type SourceLease,
} from './source-lease.ts';
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
  /** The last days are in; the sync waits (see SyncRun). */
  readonly onNewestShipped?: SyncRun['onNewestShipped'];
  /** For who measures. */
  readonly events?: SyncEvents | undefined;
  /** Of a process that looks at the leases of others more than once. */
  readonly watches?: LeaseWatches | undefined;
}

export interface StartedSync {
  readonly kind: 'started';
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  readonly done: Promise<SyncReport>;
}

type BegunSync =
  | StartedSync
  /** One runs for this source, here or elsewhere. */
  | { readonly kind: 'running'; readonly by: LeaseDocument };

export interface OpenSync {
  readonly syncId: SyncId;
  /** The physical prefix of the source. */
  readonly sourceId: string;
  /**
   * May be called again while another one runs. `beforeStart`: when no other one can begin any more, and
   * nothing is listed yet; if it throws nothing starts. @throws TamarinError when OpenSearch cannot be asked
   */
  begin(beforeStart?: () => Promise<void>): Promise<BegunSync>;
  /** Ends it before its end: what is under way is finished and counted. */
  stop(reason: TamarinError): void;
  /** When it has ended, or will not begin. */
  close(): Promise<void>;
}

/** @throws TamarinError when the source cannot be opened or the store not be prepared */
export async function openSync(
  { source: { alias, address, settings }, options, trigger }: SyncRequest,
  session: Session,
  surroundings: Surroundings,
  { tally, notice, events, onNewestShipped, watches = new LeaseWatches() }: SyncHooks,
): Promise<OpenSync> {
  const { server, names, templates, config } = session;
  const { now, random } = surroundings;
  const stop = new AbortController();
  const signal = AbortSignal.any([surroundings.signal, stop.signal]);
  const sleep = (delayMs: number, end?: AbortSignal): Promise<void> =>
    surroundings.sleep(delayMs, end === undefined ? signal : AbortSignal.any([signal, end]));
  const scheme = schemeOf(address);
  const { giveUpAfterMs } = config;
  const source = inTurns(
    await scheme.open(address, { settings, giveUpAfterMs, now, random, sleep }),
  );
  const syncId = asSyncId(makeSyncId(now(), random));
  const owner = processOwner();
  const { openSyncStore } = await import('../opensearch/sync-store.ts'); // questions need none
  const store = openSyncStore(server, names, templates);
  const stages = loadStages(); // while OpenSearch is asked
  stages.catch(() => undefined); // told to whoever runs

  async function run(): Promise<SyncReport> {
    const [{ runSync }, { makeDocumentStages }] = await stages;
    const { flushBytes, bulksInFlight, wholePassEveryMs, newestFirstAbove } = config;
    return runSync({
      syncId,
      source,
      store,
      names,
      options,
      alias: storedAlias(alias),
      limits: {
        flushBytes,
        bulksInFlight,
        giveUpAfterMs,
        wholePassEveryMs,
        newestFirstAbove,
        concurrency: scheme.concurrencyOf(config),
        heartbeatEveryMs: RENEW_EVERY_MS,
        distinctLinesMax: DISTINCT_LINES_MAX,
      },
      trigger,
      owner,
      ...makeDocumentStages(config, names),
      tally,
      notice,
      events,
      onNewestShipped,
      signal,
      stop: (reason) => stop.abort(reason),
      now,
      random,
      sleep,
    });
  }

  const start = (): StartedSync => ({ kind: 'started', startedMs: now(), done: run() });
  const open = {
    syncId,
    sourceId: source.physicalPrefix,
    stop: (reason: TamarinError) => stop.abort(reason),
    close: () => source.close(),
  };
  if (options.dryRun) return { ...open, begin: async () => start() };
  try {
    const told = await store.prepare();
    if (told !== null) notice(told);
  } catch (error) {
    await source.close();
    throw error;
  }
  const lease = makeSourceLease(session, { source, isLocal: scheme.isLocal, syncId, trigger, owner, now, watches }); // biome-ignore format: one call
  return {
    ...open,
    begin: (beforeStart) =>
      beginUnder(lease, { signal, sleep, notice, onLost: open.stop, start, beforeStart }),
  };
}

/** Loaded late: questions need no agent lists. */
const loadStages = () => Promise.all([import('../sync/sync.ts'), import('./line-stages.ts')]);

interface Beginning extends HoldOptions, Pick<SyncHooks, 'notice'> {
  readonly start: () => StartedSync;
  readonly beforeStart: (() => Promise<void>) | undefined;
}

async function beginUnder(lease: SourceLease, about: Beginning): Promise<BegunSync> {
  const taken = await lease.take(about.signal);
  if (taken.kind === 'held') return { kind: 'running', by: taken.by };
  const held = lease.hold(taken.version, about);
  try {
    await about.beforeStart?.();
  } catch (error) {
    await held.release();
    throw error;
  }
  if (taken.from !== null) about.notice(diedText(taken.from));
  const { done, ...started } = about.start();
  return { ...started, done: done.finally(() => held.release()) };
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
