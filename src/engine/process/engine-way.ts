/** What a way to run OpenSearch offers to what starts an engine: Java on this machine, or a container. */
import type { DataDir } from '../home/data-dir.ts';
import type { EngineContainer } from './engine-record.ts';

export interface EngineWay {
  /** Of OpenSearch, such as 3.8.0. */
  readonly version: string;
  /** Brings what a start needs and this machine lacks. @throws TamarinError when it cannot be had */
  prepare(about: PrepareOptions): Promise<void>;
  /** After `prepare`. Nothing is waited for but that it exists. @throws TamarinError */
  launch(about: LaunchOptions): Promise<Launched>;
}

export interface PrepareOptions {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

export interface LaunchOptions {
  readonly dataDir: DataDir;
  /** On 127.0.0.1. */
  readonly port: number;
  /** Settings of the node, as engine/opensearch.yml. */
  readonly settingsFile: string;
}

export interface Launched {
  /** A process of this machine that lives as long as the engine. */
  readonly pid: number;
  readonly container?: EngineContainer;
  /** How the process ended, as soon as it has. */
  readonly ended: () => string | undefined;
}
