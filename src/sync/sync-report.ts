import type { ListingKind } from '../opensearch/sync-history.ts';

/** The result of a sync as `--json` prints it: fields may be added, never changed. */
export interface SyncReport {
  readonly syncId: string;
  readonly source: string;
  readonly dryRun: boolean;
  /** `recent`: what an earlier sync is known to have listed was left out. `part`: --from or --to. */
  readonly listing: ListingKind;
  readonly objects: ObjectCounts;
  readonly lines: number;
  readonly indexed: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Of --overwrite: records of an earlier version that were deleted; growth = indexed − removed. */
  readonly removed: number;
  /** Of log objects read to their end, as they are stored, before decompression. */
  readonly bytesRead: number;
  /** Only of a dry run: what a sync would read. */
  readonly bytesToRead?: number;
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
  removed = 0;
  bytesRead = 0;
  bytesToRead = 0;
  /** The first objects that failed or wait for the next pass, with the reason, to be shown. */
  readonly failures: string[] = [];
  readonly waiting: string[] = [];
}

/** How many failed objects are named; the others are counted, and all are in the ledger. */
const NAMED_OBJECTS_MAX = 10;

export function nameObject(list: string[], text: string): void {
  if (list.length < NAMED_OBJECTS_MAX) list.push(text);
}
