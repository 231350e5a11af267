/**
 * Everything one sync is given: where from, where to, how, and its clock. Nothing is read globally.
 * Only `runSync` takes all of it; each part names what it needs.
 */

import type { IndexNames } from '../../bulk/index-name.ts';
import type { SinkLimits } from '../../bulk/sink.ts';
import type { SyncId } from '../../core/brand.ts';
import type { TamarinError } from '../../core/error.ts';
import type { AccessRecord, DerivedFields } from '../../core/record.ts';
import type { LineParser } from '../../parse/parse-line.ts';
import type { LogSource } from '../../source/log/log-source.ts';
import type { SyncStore } from '../store/sync-store.ts';
import type { QuickWay } from './quick-way.ts';
import type { SyncEvents } from './sync-events.ts';
import type { SyncTally } from './sync-report.ts';

/** Who asked for a sync. */
export type SyncTrigger = 'cli' | 'http' | 'schedule';

export interface SyncOptions {
  /** Only says what would be read. */
  readonly dryRun: boolean;
  /** Reads what the ledger says is done, too. */
  readonly full: boolean;
  /** Rewrites records that are already there. */
  readonly overwrite: boolean;
  /** Delivery time of log objects, milliseconds since 1970; null: no bound. `to` is exclusive. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface SyncLimits extends SinkLimits {
  /** Log objects read at the same time. */
  readonly concurrency: number;
  readonly giveUpAfterMs: number;
  /** A source that lists only what is recent is listed whole this often. */
  readonly wholePassEveryMs: number;
  /** A first sync of more log objects than this reads the newest first. */
  readonly newestFirstAbove: number;
  /** The document of the sync is written this often. */
  readonly heartbeatEveryMs: number;
  /** Lines without a request id that one log object may have: they are told apart by counting. */
  readonly distinctLinesMax: number;
}

/** The process that runs a sync: others tell by it whether the sync still runs. */
export interface SyncOwner {
  readonly host: string;
  /** Another after each start of the machine; null: not known. */
  readonly boot: string | null;
  /** Where pids are of containers, each has its own; null: not known. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** Opaque: tells apart two processes with one pid. */
  readonly startedAt: string;
}

export interface SyncRun {
  readonly syncId: SyncId;
  /** What the configuration calls the source; null: nothing. */
  readonly alias: string | null;
  readonly trigger: SyncTrigger;
  readonly owner: SyncOwner;
  readonly source: LogSource;
  readonly store: SyncStore;
  readonly names: IndexNames;
  readonly options: SyncOptions;
  readonly limits: SyncLimits;
  readonly parser: LineParser;
  readonly enrich: (record: AccessRecord) => DerivedFields;
  /** null: every line takes the readable way. */
  readonly quickWay: QuickWay | null;
  /** Filled while the sync runs. */
  readonly tally: SyncTally;
  readonly notice: (text: string) => void;
  /**
   * The last days are in, those before are still to be read: everything named after this time or later
   * (midnight, milliseconds since 1970) can be asked about. The sync waits. Absent: nobody wants to know.
   */
  readonly onNewestShipped?: ((fromMs: number) => Promise<void>) | undefined;
  /** Absent: nobody measures. */
  readonly events?: SyncEvents | undefined;
  readonly signal: AbortSignal;
  /** Aborts `signal`: somebody who asked the store for it wants the sync to end. */
  readonly stop: (reason: TamarinError) => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}
