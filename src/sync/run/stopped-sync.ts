/** How a sync ends that was stopped before its end. What it shipped is safe and counted. */
import { TamarinError } from '../../core/error.ts';
import type { SyncState } from '../store/sync-document.ts';

const CONTINUES = 'Run the same sync again: it continues where it stopped.';

/** By a signal. */
export const interruptedSync = (): TamarinError =>
  new TamarinError('interrupted', 'The sync was stopped before it finished.', { hint: CONTINUES });

export const cancelledSync = (): TamarinError =>
  new TamarinError('sync_cancelled', 'The sync was cancelled.', { hint: CONTINUES });

export interface StoppedSync {
  readonly state: Extract<SyncState, 'interrupted' | 'cancelled'>;
  /** Why, where it was no signal. */
  readonly because: TamarinError | null;
}

/** `reason` of the signal that was aborted. */
export function stoppedSync(reason: unknown): StoppedSync {
  const because = reason instanceof TamarinError ? reason : null;
  return { state: because?.code === 'sync_cancelled' ? 'cancelled' : 'interrupted', because };
}
