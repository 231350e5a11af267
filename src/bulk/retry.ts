/**
 * How long to wait before something is tried again, and when to stop trying. Waiting is right while
 * OpenSearch is overloaded or away; a sync that never got through fails fast, because then the
 * address or the credentials are more likely wrong than the server busy.
 */
export interface RetryPolicy {
  /** Give up when nothing has succeeded for this long. */
  readonly giveUpAfterMs: number;
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Before the first success: about 4 s of waiting in all. */
const ATTEMPTS_BEFORE_FIRST_SUCCESS_MAX = 4;
/** For errors that waiting may not mend, such as 500. */
export const BOUNDED_ATTEMPTS_MAX = 5;
const DELAY_FIRST_MS = 500;
const DELAY_MAX_MS = 30_000;

/** Exponential with jitter: between half and all of 0.5 s, 1 s, 2 s … 30 s. `attempt` counts from 1. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(ceiling * (0.5 + random() / 2));
}

/** Remembers when something last succeeded; shared by all requests of one sync. */
export class Patience {
  readonly #policy: RetryPolicy;
  #lastSuccessMs: number | null = null;

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
  }

  noteSuccess(): void {
    this.#lastSuccessMs = this.#policy.now();
  }

  /** Milliseconds to wait before the next attempt; null: give up. */
  delayBefore(attempt: number): number | null {
    const isSpent =
      this.#lastSuccessMs === null
        ? attempt > ATTEMPTS_BEFORE_FIRST_SUCCESS_MAX
        : this.#policy.now() - this.#lastSuccessMs > this.#policy.giveUpAfterMs;
    return isSpent ? null : retryDelayMs(attempt, this.#policy.random);
  }
}
