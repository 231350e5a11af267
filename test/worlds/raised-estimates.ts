/**
 * Makes every estimate of distinct values too high, which an estimate may be: then small worlds are
 * asked as large ones are, by lists, proof and sweep.
 */
import type { RememberingPort } from './remembering-port.ts';

/** One more than is asked for at once. */
export const RAISED_ESTIMATE = 9_001;

export function raiseEstimates(port: RememberingPort): RememberingPort {
  return {
    ...port,
    search: async (pointInTime, body) => {
      const answer = await port.search(pointInTime, body);
      const { aggregations } = answer;
      if (aggregations?.distinct === undefined) return answer;
      const { value } = aggregations.distinct as { readonly value: number }; // of a cardinality
      const distinct = { value: Math.max(value, RAISED_ESTIMATE) };
      return { ...answer, aggregations: { ...aggregations, distinct } };
    },
  };
}
