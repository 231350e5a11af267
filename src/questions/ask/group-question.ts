/** A question about the groups of a dimension. */
import type { Dimension } from './dimension-table.ts';
import type { Metric } from './metric-table.ts';
import type { Scope } from './scope.ts';

export interface GroupQuestion {
  readonly dimension: Dimension;
  readonly by: Metric;
  readonly scope: Scope;
  /** Rows shown at most. */
  readonly limit: number;
}
