/** Questions about the groups of a dimension. */
import type { Dimension } from './dimension-table.ts';
import type { GroupDimension } from './fold-table.ts';
import type { Metric } from './metric.ts';
import type { NameList } from './name-list.ts';
import type { Scope } from './scope.ts';

/** Some records, grouped. */
export interface DimensionScope {
  readonly dimension: Dimension;
  readonly scope: Scope;
}

/** From, and before; -∞ and ∞ where there is no bound. */
export interface TimeBounds {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface GroupQuestion extends DimensionScope {
  readonly by: Metric;
  /** Rows shown at most. */
  readonly limit: number;
  /** Grouped by this one too. */
  readonly second?: Dimension;
  /** Only these names of the dimension. */
  readonly among?: NameList;
  /** Only groups whose value of the metric, a time, is within. */
  readonly bounds?: TimeBounds;
  /** The least first. */
  readonly isAscending?: boolean;
}

/** Of a dimension that may be folded. */
export interface AnyGroupQuestion extends Omit<GroupQuestion, 'dimension'> {
  readonly dimension: GroupDimension;
}
