/** Runs one sync of a session. */

import { asSyncId } from '../core/brand.ts';
import { processOwner } from '../engine/process/process-owner.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { SyncEvents } from '../sync/run/sync-events.ts';
import type { SyncReport, SyncTally } from '../sync/run/sync-report.ts';
import type { SyncOptions, SyncTrigger } from '../sync/run/sync-run.ts';
import { DISTINCT_LINES_MAX } from '../sync/ship/line-ordinals.ts';
import type { OpenableSource } from './openable-source.ts';
import type { Session } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** Short against the 60 s after which a sync counts as one that died. */
const HEARTBEAT_EVERY_MS = 5_000;

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

/** @throws TamarinError when the sync as a whole cannot go on */
export async function syncSource(
  { source: { address, settings }, options, trigger }: SyncRequest,
  { server, names, templates, config }: Session,
  surroundings: Surroundings,
  { tally, notice, events }: SyncHooks,
): Promise<SyncReport> {
  const { signal, now, random, sleep } = surroundings;
  const scheme = schemeOf(address);
  const source = await scheme.open(address, {
    settings,
    giveUpAfterMs: config.giveUpAfterMs,
    now,
    random,
    sleep,
  });
  try {
    // Loaded late: questions need neither the store nor the agent lists.
    const { openSyncStore } = await import('../opensearch/sync-store.ts');
    const { runSync } = await import('../sync/sync.ts');
    const { makeConfiguredEnricher, makeConfiguredParser } = await import('./line-stages.ts');
    const { flushBytes, bulksInFlight, giveUpAfterMs, wholePassEveryMs } = config;
    return await runSync({
      syncId: asSyncId(makeSyncId(now(), random)),
      source,
      store: openSyncStore(server, names, templates),
      names,
      options,
      limits: {
        flushBytes,
        bulksInFlight,
        giveUpAfterMs,
        wholePassEveryMs,
        concurrency: scheme.concurrencyOf(config),
        heartbeatEveryMs: HEARTBEAT_EVERY_MS,
        distinctLinesMax: DISTINCT_LINES_MAX,
      },
      trigger,
      owner: processOwner(),
      parser: makeConfiguredParser(config),
      enrich: makeConfiguredEnricher(config),
      tally,
      notice,
      events,
      signal,
      now,
      random,
      sleep,
    });
  } finally {
    await source.close();
  }
}

/** Sorts by time, and two syncs of the same second differ. */
function makeSyncId(nowMs: number, random: () => number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0')}`;
}
