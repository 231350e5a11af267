/** When a scope begins and ends. */
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';

export interface Times {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Of the first and the last record; NaN where there is none. */
export async function readTimes(scope: Scope, snapshot: Snapshot): Promise<Times> {
  const { first, last } = await snapshot.aggregate(scopeQuery(scope), {
    first: { min: { field: '@timestamp' } },
    last: { max: { field: '@timestamp' } },
  });
  return { firstMs: first.value ?? Number.NaN, lastMs: last.value ?? Number.NaN };
}
