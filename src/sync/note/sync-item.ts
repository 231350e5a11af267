/** Pure: the document of a sync, from what it was asked and what it has counted so far. */
import type { LogSource } from '../../source/log/log-source.ts';
import type { ListingPlan } from '../plan/plan-listing.ts';
import { storedOwner } from '../run/stored-owner.ts';
import type { SyncTally } from '../run/sync-report.ts';
import type { SyncRun } from '../run/sync-run.ts';
import type { SyncDocument, SyncState } from '../store/sync-document.ts';

const ERROR_CHARACTERS_MAX = 1_000;

export interface SyncMoment {
  readonly plan: ListingPlan;
  readonly state: SyncState;
  readonly startedMs: number;
  readonly nowMs: number;
  /** null: it has no error. */
  readonly error: string | null;
}

export interface ToldOfSync
  extends Pick<SyncRun, 'alias' | 'options' | 'owner' | 'trigger' | 'tally'> {
  readonly source: Pick<LogSource, 'name' | 'physicalPrefix'>;
}

export function syncDocument(run: ToldOfSync, moment: SyncMoment): SyncDocument {
  const { source, alias, options, owner, trigger, tally } = run;
  const { plan, state, startedMs, nowMs, error } = moment;
  const from = isoOf(options.fromMs);
  const to = isoOf(options.toMs);
  const now = new Date(nowMs).toISOString();
  return {
    kind: 'sync',
    source: source.name,
    source_id: source.physicalPrefix,
    ...(alias === null ? {} : { alias }),
    trigger,
    listing: plan.kind,
    state,
    started_at: new Date(startedMs).toISOString(),
    heartbeat_at: now,
    ...(state === 'running' ? {} : { finished_at: now }),
    owner: storedOwner(owner),
    options: {
      full: options.full,
      overwrite: options.overwrite,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
    },
    ...(from !== null && to === null ? { complete_from: from } : {}),
    ...countsOf(tally),
    ...(error === null ? {} : { error: error.slice(0, ERROR_CHARACTERS_MAX) }),
  };
}

/** Also of a sync that runs in this process, between two of its writes. */
export function countsOf(tally: SyncTally) {
  const { notALog, ...objects } = tally.objects;
  return {
    listing_ended: tally.listingEnded,
    bytes_total: tally.bytesToRead,
    ...(tally.newestRecordTime === null ? {} : { newest_record_at: tally.newestRecordTime }),
    ...(tally.shippedFrom === null ? {} : { shipped_from: tally.shippedFrom }),
    objects: { ...objects, not_a_log: notALog },
    lines: tally.lines,
    indexed: tally.indexed,
    duplicates: tally.duplicates,
    rejected: tally.rejected,
    skipped: tally.skipped,
    removed: tally.removed,
    bytes_read: tally.bytesRead,
    failures: tally.failures.map(({ key, reason }) =>
      `${key}: ${reason}`.slice(0, ERROR_CHARACTERS_MAX),
    ),
  };
}

const isoOf = (timeMs: number | null): string | null =>
  timeMs === null ? null : new Date(timeMs).toISOString();
