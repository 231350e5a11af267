/** What work needs of the process it runs in, handed in: by the command line, or by the service. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the work is to stop. */
  readonly signal: AbortSignal;
  /**
   * Keeps a task for a process that ends before the work has: it must not wait for anything.
   * Returns what drops it.
   */
  readonly atExit: (task: () => void) => () => void;
  readonly now: () => number;
  readonly random: () => number;
  /** Ends early when the work is stopped, or the signal is aborted. */
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}
