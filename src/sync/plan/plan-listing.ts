/** Pure: how much of a source this sync lists. */
import type { SyncOptions } from '../run/sync-run.ts';
import type { ListingKind } from '../store/sync-document.ts';
import type { EarlierSyncs } from '../store/sync-store.ts';

export interface ListingPlan {
  readonly kind: ListingKind;
  /** What was delivered before is known; null: everything is listed. */
  readonly completeSinceMs: number | null;
}

/** `earlier` null: the source lists everything each time. */
export function planListing(about: {
  readonly options: SyncOptions;
  readonly earlier: EarlierSyncs | null;
  readonly wholePassEveryMs: number;
  readonly nowMs: number;
}): ListingPlan {
  const { options, earlier, wholePassEveryMs, nowMs } = about;
  if (options.fromMs !== null || options.toMs !== null)
    return { kind: 'part', completeSinceMs: null };
  const whole = { kind: 'whole', completeSinceMs: null } as const;
  if (options.full || earlier === null) return whole;
  const { completeMs, wholeMs } = earlier;
  if (completeMs === null || wholeMs === null) return whole;
  // A start in the future is a clock that was wrong: what it says is known may not be.
  const isDue = nowMs - wholeMs >= wholePassEveryMs || completeMs > nowMs;
  return isDue ? whole : { kind: 'recent', completeSinceMs: completeMs };
}
