/** The syncs of this process: what they have counted so far, and how each is stopped. */

import { messageOf, TamarinError } from '../../core/error.ts';
import { processOwner } from '../../engine/process/process-owner.ts';
import { syncDocument } from '../../sync/note/sync-item.ts';
import type { SyncEvents } from '../../sync/run/sync-events.ts';
import type { SyncReport, SyncTally } from '../../sync/run/sync-report.ts';
import type { SyncDocument, SyncState } from '../../sync/store/sync-document.ts';
import type { OpenSync, StartedSync, SyncRequest } from '../open-sync.ts';
import { storedAlias } from '../openable-source.ts';
import { type SyncView, syncView } from './sync-view.ts';

/** Dry runs leave nothing behind but in this process. */
const DRY_RUNS_MAX = 100;

export interface OwnSync {
  readonly request: SyncRequest;
  readonly open: OpenSync;
  readonly tally: SyncTally;
  readonly startedMs: number;
  /** Resolves when it has ended, well or badly. */
  readonly ended: Promise<void>;
  isCancelled: boolean;
}

/** What is told of a sync to who measures. */
export interface WatchedSync {
  readonly events: SyncEvents;
  readonly done: (report: SyncReport) => void;
  readonly failed: (error: unknown) => void;
}

export class OwnSyncs {
  readonly #now: () => number;
  readonly #owner = processOwner();
  readonly #running = new Map<string, OwnSync>();
  readonly #dryRuns = new Map<string, SyncView>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(
    own: Pick<OwnSync, 'request' | 'open' | 'tally'>,
    { startedMs, done }: StartedSync,
    watched: WatchedSync,
  ): OwnSync {
    const { syncId } = own.open;
    const end = async (error: unknown): Promise<void> => {
      if (own.request.options.dryRun) this.#rememberDryRun(added, error);
      await own.open.close();
      this.#running.delete(syncId);
    };
    const ended = done.then(
      (report) => end(null).then(() => watched.done(report)),
      (error: unknown) => end(error).then(() => watched.failed(error)),
    );
    const added: OwnSync = { ...own, startedMs, ended, isCancelled: false };
    this.#running.set(syncId, added);
    return added;
  }

  get(id: string): OwnSync | null {
    return this.#running.get(id) ?? null;
  }

  all(): readonly OwnSync[] {
    return [...this.#running.values()];
  }

  /** null: it is none of this process, or has left its document in the store. */
  view(id: string): SyncView | null {
    const own = this.#running.get(id);
    return own === undefined ? (this.#dryRuns.get(id) ?? null) : this.#viewOf(own, 'running', null);
  }

  #rememberDryRun(own: OwnSync, error: unknown): void {
    const state = error === null ? 'done' : endOf(error);
    this.#dryRuns.set(own.open.syncId, this.#viewOf(own, state, error));
    const [oldest] = this.#dryRuns.keys();
    if (this.#dryRuns.size > DRY_RUNS_MAX && oldest !== undefined) this.#dryRuns.delete(oldest);
  }

  #viewOf(own: OwnSync, state: SyncState, error: unknown): SyncView {
    const { dryRun } = own.request.options;
    const document = {
      ...this.#documentOf(own, state, error),
      ...(own.isCancelled ? { cancel_requested_at: '' } : {}),
    };
    return syncView({ id: own.open.syncId, document, dryRun, isDead: false });
  }

  #documentOf(own: OwnSync, state: SyncState, error: unknown): SyncDocument {
    const { request, tally, startedMs } = own;
    const { source, options, trigger } = request;
    const told = {
      alias: storedAlias(request.source.alias),
      source: { name: source.address, physicalPrefix: own.open.sourceId },
      options,
      trigger,
      owner: this.#owner,
      tally,
    };
    const plan = { kind: 'whole', window: null, newestFromMs: null } as const; // not shown
    const text = error === null ? null : messageOf(error);
    return syncDocument(told, { plan, state, startedMs, nowMs: this.#now(), error: text });
  }
}

function endOf(error: unknown): SyncState {
  const code = error instanceof TamarinError ? error.code : null;
  if (code === 'sync_cancelled') return 'cancelled';
  return code === 'interrupted' ? 'interrupted' : 'failed';
}
