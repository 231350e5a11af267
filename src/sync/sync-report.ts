/** The result of a sync as `--json` prints it: fields may be added, never changed. */
export interface SyncReport {
  readonly syncId: string;
  readonly source: string;
  readonly dryRun: boolean;
  readonly objects: ObjectCounts;
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Of log objects as they are stored, before decompression. */
  readonly bytesRead: number;
  readonly seconds: number;
}

interface ObjectCounts {
  readonly listed: number;
  readonly skipped: number;
  readonly done: number;
  readonly failed: number;
  readonly notALog: number;
}

/** Adds up while a sync runs; a plain object, so that a progress line can read it at any time. */
export class SyncTally {
  readonly objects = { listed: 0, skipped: 0, done: 0, failed: 0, notALog: 0 };
  lines = 0;
  indexed = 0;
  duplicates = 0;
  rejected = 0;
  skipped = 0;
  bytesRead = 0;
  /** The first objects that failed or wait for the next pass, with the reason, to be shown. */
  readonly failures: string[] = [];
  readonly waiting: string[] = [];
}

/** How many failed objects are named; the others are counted, and all are in the ledger. */
export const NAMED_OBJECTS_MAX = 10;
