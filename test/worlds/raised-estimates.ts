/**
 * Makes every estimate of distinct values too high, which an estimate may be, and refuses all groups at
 * once where there is none: then small worlds are asked as large ones are, by lists, proof and sweep.
 */
import { TamarinError } from '../../src/core/error.ts';
import type { RememberingPort } from './remembering-port.ts';

/** One more than is asked for at once. */
export const RAISED_ESTIMATE = 9_001;

/** Lists have an order, and counts name their groups. */
function asksAllOfPart({ aggs }: Readonly<Record<string, unknown>>): boolean {
  const { groups } = (aggs ?? {}) as {
    readonly groups?: { readonly terms?: { readonly include?: unknown; readonly order?: unknown } };
  }; // what questions ask
  return typeof groups?.terms?.include === 'string' && groups.terms.order === undefined;
}

export function raiseEstimates(port: RememberingPort): RememberingPort {
  return {
    ...port,
    search: async (pointInTime, body) => {
      if (asksAllOfPart(body)) throw new TamarinError('question_too_large', 'refused on purpose');
      const answer = await port.search(pointInTime, body);
      const { aggregations } = answer;
      if (aggregations?.distinct === undefined) return answer;
      const { value } = aggregations.distinct as { readonly value: number }; // of a cardinality
      const distinct = { value: Math.max(value, RAISED_ESTIMATE) };
      return { ...answer, aggregations: { ...aggregations, distinct } };
    },
  };
}
