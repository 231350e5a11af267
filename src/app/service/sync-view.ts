/** Pure: a sync as the service shows it, from its document. */
import { countsOf } from '../../sync/note/sync-item.ts';
import { SyncTally } from '../../sync/run/sync-report.ts';
import type { SyncDocument, SyncState } from '../../sync/store/sync-document.ts';

/** Times are ISO, sizes bytes, rates per second of the whole sync so far. */
export interface SyncView {
  readonly syncId: string;
  /** The alias, where the source has one. */
  readonly source: string;
  readonly trigger: string;
  readonly state: SyncState;
  readonly dryRun: boolean;
  readonly full: boolean;
  readonly overwrite: boolean;
  readonly from: string | null;
  readonly to: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly cancelRequested: boolean;
  /** False: `objects.listed` and `bytesToRead` are at least so many. */
  readonly listingEnded: boolean;
  readonly objects: {
    readonly listed: number;
    readonly skipped: number;
    readonly done: number;
    readonly failed: number;
    readonly notALog: number;
    readonly archived: number;
    readonly gone: number;
    readonly growing: number;
  };
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly removed: number;
  readonly bytesRead: number;
  readonly bytesToRead: number;
  readonly bytesPerSecond: number;
  readonly linesPerSecond: number;
  /** null: not known, or it has ended. Never before the listing has. */
  readonly secondsLeft: number | null;
  readonly newestRecord: string | null;
  /** The first 100 log objects that failed, each with the reason. */
  readonly failures: readonly string[];
  readonly error: string | null;
}

interface Told {
  readonly id: string;
  readonly document: SyncDocument;
  readonly dryRun: boolean;
  /** It says that it runs, but who ran it is dead. */
  readonly isDead: boolean;
}

export function syncView({ id, document, dryRun, isDead }: Told): SyncView {
  const { objects, options, started_at: startedAt, finished_at: finishedAt = null } = document;
  const { not_a_log: notALog, ...counts } = objects;
  const state = isDead && document.state === 'running' ? 'interrupted' : document.state;
  const untilMs = Date.parse(finishedAt ?? document.heartbeat_at);
  const seconds = (untilMs - Date.parse(startedAt)) / 1_000;
  const perSecond = (count: number): number => (seconds > 0 ? Math.round(count / seconds) : 0);
  return {
    syncId: id,
    source: document.alias ?? document.source,
    trigger: document.trigger,
    state,
    dryRun,
    full: options.full,
    overwrite: options.overwrite,
    from: options.from ?? null,
    to: options.to ?? null,
    startedAt,
    finishedAt,
    cancelRequested: document.cancel_requested_at !== undefined,
    listingEnded: document.listing_ended,
    objects: { ...counts, notALog },
    lines: document.lines,
    indexed: document.indexed,
    duplicates: document.duplicates,
    rejected: document.rejected,
    skipped: document.skipped,
    removed: document.removed,
    bytesRead: document.bytes_read,
    bytesToRead: document.bytes_total,
    bytesPerSecond: perSecond(document.bytes_read),
    linesPerSecond: perSecond(document.lines),
    secondsLeft: state === 'running' ? secondsLeft(document, seconds) : null,
    newestRecord: document.newest_record_at ?? null,
    failures: document.failures,
    error: document.error ?? null,
  };
}

/** Of a sync whose document is not there yet. */
export function begunView(about: {
  readonly id: string;
  readonly source: string;
  readonly trigger: string;
  readonly startedAt: string;
}): SyncView {
  const document: SyncDocument = {
    kind: 'sync',
    source: about.source,
    source_id: '',
    trigger: about.trigger,
    listing: 'whole',
    state: 'running',
    started_at: about.startedAt,
    heartbeat_at: about.startedAt,
    owner: { host: '', pid: 0, process_started: '' },
    options: { full: false, overwrite: false },
    ...countsOf(new SyncTally()),
  };
  return syncView({ id: about.id, document, dryRun: false, isDead: false });
}

/** By the bytes of log objects that were read to their end. */
function secondsLeft(
  { listing_ended: isListed, bytes_total: total, bytes_read: read }: SyncDocument,
  seconds: number,
): number | null {
  if (!isListed || read === 0 || seconds <= 0) return null;
  return Math.max(0, Math.ceil(((total - read) * seconds) / read));
}
