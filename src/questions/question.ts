/** What every question has in common: its range and filters, and the way to the record indices. */
import type { IndexName } from '../core/brand.ts';
import type { Dimension } from './dimension-table.ts';
import type { Metric } from './metric-table.ts';

export interface Filter {
  readonly dimension: Dimension;
  /** Any of these. */
  readonly values: readonly string[];
}

export interface Scope {
  /** ISO times in UTC, `to` exclusive; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** All of these. */
  readonly filters: readonly Filter[];
}

export interface GroupQuestion {
  readonly dimension: Dimension;
  readonly by: Metric;
  readonly scope: Scope;
  /** Rows shown at most. */
  readonly limit: number;
}

/** How a question reaches OpenSearch. */
export interface SearchPort {
  /** All record indices of the prefix, sorted by name. */
  recordIndices(): Promise<readonly IndexName[]>;
  /** One search over one index. @throws when any part of the answer is missing */
  search(
    index: IndexName,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

export function scopeQuery({ from, to, filters }: Scope): object {
  const range = { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lt: to }) };
  return {
    bool: {
      filter: [
        ...(from === null && to === null ? [] : [{ range: { '@timestamp': range } }]),
        ...filters.map(({ dimension, values }) => ({ terms: { [dimension.field]: values } })),
      ],
    },
  };
}

/** Indices whose month or day lies in the range; their names end in it. */
export function indicesInScope(
  indices: readonly IndexName[],
  { from, to }: Scope,
): readonly IndexName[] {
  return indices.filter((index) => {
    const period = /\d{4}-\d\d(?:-\d\d)?$/.exec(index)?.[0] ?? '';
    const isBefore = from !== null && period < from.slice(0, period.length);
    const isAfter = to !== null && period > to.slice(0, period.length);
    return !isBefore && !isAfter;
  });
}
