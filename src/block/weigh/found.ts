/** Whom a rule found. */
import type { Query } from '../../questions/ask/scope.ts';
import type { Entry, LeftOut } from '../plan/block-plan.ts';
import type { Wanted } from '../plan/make-entries.ts';

export interface Found extends Wanted {
  /** Finds the subject's own requests; null: all that come from its addresses. */
  readonly query: Query | null;
  /** It stands in a plan of before, and keeps its time. */
  readonly kept?: Entry;
}

export interface Finding {
  readonly found: readonly Found[];
  readonly leftOut: readonly LeftOut[];
}
