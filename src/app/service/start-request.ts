/** What a sync is begun with, and what comes of asking for one. */
import type { SyncOptions, SyncTrigger } from '../../sync/run/sync-run.ts';
import type { SyncView } from './sync-view.ts';

export interface StartRequest {
  /** null: the one source that there is. */
  readonly alias: string | null;
  readonly options: SyncOptions;
  readonly trigger: SyncTrigger;
  /** A second request with the same key starts nothing, and is answered as the first. */
  readonly idempotencyKey: string | null;
  /** Where one runs: one more pass when it has ended. */
  readonly isQueued: boolean;
}

export type StartOutcome =
  | { readonly kind: 'started' | 'running' | 'queued'; readonly sync: SyncView }
  /** The key came before, with another request. */
  | { readonly kind: 'other_request' };

/** One pass over what is new. */
export const PLAIN_PASS: SyncOptions = {
  dryRun: false,
  full: false,
  overwrite: false,
  fromMs: null,
  toMs: null,
};
