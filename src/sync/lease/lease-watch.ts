/**
 * How long a lease has not been renewed, by one's own clock: the clocks of two hosts may differ, so
 * no time that another has written is compared with it.
 */
import type { LeaseVersion } from './lease-port.ts';

export class LeaseWatch {
  #version: LeaseVersion | null = null;
  #sinceMs = 0;

  /** Milliseconds since this version was first met. `nowMs`: of a clock that only goes forward. */
  unchangedMs(version: LeaseVersion, nowMs: number): number {
    const seen = this.#version;
    if (seen?.seqNo !== version.seqNo || seen.primaryTerm !== version.primaryTerm) {
      this.#version = version;
      this.#sinceMs = nowMs;
    }
    return nowMs - this.#sinceMs;
  }

  /** Nobody could ask, so nobody could renew either: the time before does not count. */
  startAgain(): void {
    this.#version = null;
  }
}

/** Of every lease that one process has looked at. Each source has one, and a process knows few. */
export class LeaseWatches {
  readonly #watches = new Map<string, LeaseWatch>();

  of(id: string): LeaseWatch {
    const watch = this.#watches.get(id) ?? new LeaseWatch();
    this.#watches.set(id, watch);
    return watch;
  }
}
