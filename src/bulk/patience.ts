/**
 * How long to wait before something is tried again, and when to stop trying. Waiting is right while
 * OpenSearch is overloaded or away; a sync that never got through fails fast, because then the
 * address or the credentials are more likely wrong than the server busy.
 */
import { type BackOff, backOffMs } from '../core/back-off.ts';

export interface RetryPolicy {
  /** Give up when something has been tried for this long, and nothing has succeeded meanwhile. */
  readonly giveUpAfterMs: number;
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Before the first answer: 4 to 8 s of waiting in all. */
const ATTEMPTS_BEFORE_FIRST_ANSWER_MAX = 4;
/** For errors that waiting may not mend, such as 500. */
export const BOUNDED_ATTEMPTS_MAX = 5;
/** A server that is overloaded needs longer than a store. */
export const SERVER_BACK_OFF: BackOff = { firstMs: 500, maxMs: 30_000 };

/** Remembers since when nothing gets through; shared by all requests of one sync. */
export class Patience {
  readonly #policy: RetryPolicy;
  #wasAnswered = false;
  /** null while all is well: time without anything to send is no trouble. */
  #troubleSinceMs: number | null = null;

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
  }

  /** Something at the address takes bulk requests: from now on waiting is right. */
  noteAnswer(): void {
    this.#wasAnswered = true;
  }

  /** At least one item has its final result. */
  noteProgress(): void {
    this.#wasAnswered = true;
    this.#troubleSinceMs = null;
  }

  /** Milliseconds to wait before the next attempt; null: give up. */
  delayBefore(attempt: number): number | null {
    const nowMs = this.#policy.now();
    this.#troubleSinceMs ??= nowMs;
    const isSpent = this.#wasAnswered
      ? nowMs - this.#troubleSinceMs > this.#policy.giveUpAfterMs
      : attempt > ATTEMPTS_BEFORE_FIRST_ANSWER_MAX;
    return isSpent ? null : backOffMs(attempt, SERVER_BACK_OFF, this.#policy.random);
  }
}
