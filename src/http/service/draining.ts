/** How the service ends: it takes nothing new, lets answers that are under way go out, then closes. */
export class Draining {
  readonly #stopping = new AbortController();
  #underWay = 0;
  #whenIdle: () => void = () => undefined;

  /** Aborted when the service begins to stop: streams without an end of their own end then. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get isDraining(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** An answer is under way; returns what is to be called when it went out or its caller away. */
  begin(): () => void {
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#whenIdle();
    };
  }

  /** Resolves when no answer is under way, at the latest after a time. */
  async drain(waitMaxMs: number): Promise<void> {
    this.#stopping.abort();
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMaxMs);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
