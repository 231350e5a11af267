/**
 * A clock that stands still while anything happens, and goes on to the next sleeper when nothing
 * does: minutes of waiting take no time, and always come in the same order.
 */
interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Turns of the event loop in which a model server answers and its answer is worked on. */
const QUIET_TURNS = 50;

export class ModelClock {
  nowMs: number;
  readonly #sleepers = new Set<Sleeper>();
  #isDriven = false;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  readonly now = (): number => this.nowMs;

  readonly sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { atMs: this.nowMs + delayMs, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
      void this.#drive();
    });

  async #drive(): Promise<void> {
    if (this.#isDriven) return;
    this.#isDriven = true;
    while (this.#sleepers.size > 0) {
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) await new Promise(setImmediate); // what happens now comes first
      const [next] = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
    }
    this.#isDriven = false;
  }
}
