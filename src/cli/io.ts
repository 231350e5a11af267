import type { Readable } from 'node:stream';
import type { Surroundings } from '../app/surroundings.ts';

/** What a command needs of the process: handed in by main.ts, the only file that reads it. */
export interface Io extends Surroundings {
  /** Data, on stdout. */
  readonly print: (text: string) => void;
  /** Much data, on stdout: resolves when more can be taken. */
  readonly writeWithBackpressure: (text: string) => Promise<void>;
  readonly stdin: Readable;
  /** Messages, on stderr. */
  readonly writeMessage: (text: string) => void;
  /** stderr is a terminal: a status line may be drawn on it. */
  readonly isMessageTerminal: boolean;
  /** Columns of the terminal that stderr is; null where it is none. */
  readonly messageColumns: number | null;
  /** Columns of the terminal; null where stdout is none. */
  readonly columns: number | null;
}

/** Flags that every command takes, as the command line parser left them. */
export interface CommonFlags {
  readonly opensearch?: string;
  readonly opensearchAwsRegion?: string;
  readonly dashboardsUrl?: string;
  readonly dashboardsTenant?: string;
  readonly dataDir?: string;
  readonly enginePort?: string;
  readonly indexPrefix?: string;
  readonly grain?: string;
  readonly giveUpAfter?: string;
  readonly timeout?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly pathStyle?: true;
  readonly host?: string;
  readonly port?: string;
  readonly config?: string;
  readonly quiet?: true;
  readonly json?: true;
  readonly samples?: true;
}
