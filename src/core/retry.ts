/** The one loop that tries something again after a pause. How long a pause is: back-off.ts. */

export type Attempt<T> =
  | { readonly kind: 'final'; readonly value: T }
  /** It may do better after a pause. */
  | { readonly kind: 'again'; readonly delayMs: number };

export const final = <T>(value: T): Attempt<T> => ({ kind: 'final', value });
export const againAfter = (delayMs: number): Attempt<never> => ({ kind: 'again', delayMs });

/**
 * Runs `attempt` until it is final, one after the other. Giving up is its own decision: it counts
 * from 1, and returns what it has or throws.
 */
export async function retry<T>(
  attempt: (count: number) => Promise<Attempt<T>>,
  sleep: (delayMs: number) => Promise<void>,
): Promise<T> {
  for (let count = 1; ; count += 1) {
    const outcome = await attempt(count); // each depends on the one before
    if (outcome.kind === 'final') return outcome.value;
    await sleep(outcome.delayMs);
  }
}
