import type { Readable } from 'node:stream';

/** What a command needs of the process: handed in by main.ts, the only file that reads it. */
export interface Io {
  /** Data, on stdout. */
  readonly print: (text: string) => void;
  /** Much data, on stdout: resolves when more can be taken. */
  readonly printAll: (text: string) => Promise<void>;
  readonly stdin: Readable;
  /** Talk, on stderr. */
  readonly talk: (text: string) => void;
  /** stderr is a terminal: a status line may be drawn on it. */
  readonly isTalkTerminal: boolean;
  readonly isPrintTerminal: boolean;
  /** Columns of the terminal; null where stdout is none. */
  readonly columns: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the command is to stop; its reason is a StopReason. */
  readonly signal: AbortSignal;
  /**
   * Keeps a task for a process that ends before the command has: it must not wait for anything.
   * Returns what drops it.
   */
  readonly atExit: (task: () => void) => () => void;
  readonly now: () => number;
  readonly random: () => number;
  /** Ends early when the command is stopped, or the signal is aborted. */
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}

/** Flags that every command takes, as the command line parser left them. */
export interface CommonFlags {
  readonly opensearch?: string;
  readonly dataDir?: string;
  readonly enginePort?: string;
  readonly indexPrefix?: string;
  readonly grain?: string;
  readonly giveUpAfter?: string;
  readonly timeout?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly pathStyle?: true;
  readonly config?: string;
  readonly quiet?: true;
  readonly json?: true;
  readonly samples?: true;
}
