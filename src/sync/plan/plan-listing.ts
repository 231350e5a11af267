/** Pure: how much of a source this sync lists. */
import { deliveredWithin, type KeyWindow, lookBackFrom } from '../../source/log/key-window.ts';
import type { SyncOptions } from '../run/sync-run.ts';
import type { ListingKind } from '../store/sync-document.ts';
import type { EarlierSyncs } from '../store/sync-store.ts';
import { newestFrom } from './newest-passes.ts';

export interface ListingPlan {
  readonly kind: ListingKind;
  /** Keys of other times are left out: known, or not asked for; null: everything is listed. */
  readonly window: KeyWindow | null;
  /** If there is much to read, what is named after this time is read first; null: in listing order. */
  readonly newestFromMs: number | null;
}

/** `leavesOutOld`: the source can leave out what an earlier sync has listed. */
export function planListing(about: {
  readonly options: SyncOptions;
  readonly earlier: EarlierSyncs;
  readonly leavesOutOld: boolean;
  readonly wholePassEveryMs: number;
  readonly nowMs: number;
}): ListingPlan {
  const { options, leavesOutOld, wholePassEveryMs, nowMs } = about;
  const { completeMs, wholeMs } = about.earlier;
  const { fromMs, toMs, full } = options;
  const inOrder = { newestFromMs: null } as const;
  if (fromMs !== null || toMs !== null)
    return { kind: 'part', window: deliveredWithin(fromMs, toMs), ...inOrder };
  const whole = { kind: 'whole', window: null, ...inOrder } as const;
  if (full) return whole;
  if (completeMs === null || wholeMs === null)
    return completeMs === null ? { ...whole, newestFromMs: newestFrom(nowMs) } : whole;
  // A start in the future is a clock that was wrong: what it says is known may not be.
  const isDue = nowMs - wholeMs >= wholePassEveryMs || completeMs > nowMs;
  return isDue || !leavesOutOld
    ? whole
    : { kind: 'recent', window: lookBackFrom(completeMs), ...inOrder };
}
