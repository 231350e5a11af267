import type { ListingKind } from '../store/sync-document.ts';

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
  /** Log objects left out as done that an older version has read: it may have seen other lines. */
  readonly olderReader: number;
  /** Only of a dry run: what a sync would read. */
  readonly bytesToRead?: number;
  /** Only of a dry run: there is so much that a sync would read the newest first. */
  readonly newestFirst?: boolean;
  /** Only of a dry run of the command line. */
  readonly estimate?: SyncEstimate;
  readonly seconds: number;
  /** The first 100 log objects that failed. */
  readonly failures: readonly FailedObject[];
}

/** What a sync would ask of S3, and how long it may take. */
export interface SyncEstimate {
  readonly gets: number;
  readonly lists: number;
  /** At list prices, a decimal; null: no price is known, or nothing is to be paid. */
  readonly cost: {
    readonly amount: string;
    readonly currency: string;
    /** Of the prices. */
    readonly date: string;
    readonly region: string;
  } | null;
  readonly seconds: number;
}

interface FailedObject {
  readonly key: string;
  readonly reason: string;
}

/** `listed` is the sum of the others, of a dry run with those that a sync would read. */
interface ObjectCounts {
  readonly listed: number;
  /** Settled by an earlier sync, or outside --from and --to. */
  readonly skipped: number;
  readonly done: number;
  readonly failed: number;
  readonly notALog: number;
  /** Found to lie in an archive by this sync. */
  readonly archived: number;
  /** Failed once, and not there any more. */
  readonly gone: number;
  /** May still be written to; the next sync reads them. */
  readonly growing: number;
}

/** A pass over the listing, and what was counted before it. */
export interface PassTally {
  /** null: there is only one. */
  readonly name: string | null;
  /** Milliseconds since 1970; null: nothing is read yet. */
  readonly startedMs: number | null;
  /** All its log objects are listed. */
  isListed: boolean;
  readonly before: {
    readonly listed: number;
    readonly settled: number;
    readonly bytesRead: number;
    readonly bytesToRead: number;
  };
}

/** Adds up while a sync runs; plain fields, so that a progress line can read them at any time. */
export class SyncTally {
  readonly objects = {
    listed: 0,
    skipped: 0,
    done: 0,
    failed: 0,
    notALog: 0,
    archived: 0,
    gone: 0,
    growing: 0,
  };
  /** What `skipped` is made of. */
  readonly left = { done: 0, notALog: 0, archived: 0, outside: 0 };
  lines = 0;
  indexed = 0;
  duplicates = 0;
  rejected = 0;
  skipped = 0;
  removed = 0;
  bytesRead = 0;
  /** Size of the log objects chosen so far. */
  bytesToRead = 0;
  /** Done, but by an older version of the reader. */
  olderReader = 0;
  /** LIST requests that were answered. */
  lists = 0;
  /** Everything delivered before the sync began and named after this time is in, ISO; null: not known. */
  shippedFrom: string | null = null;
  /** All pages of the listing were seen. */
  listingEnded = false;
  /** Of the settled log objects, ISO; null: they had no record. */
  newestRecordTime: string | null = null;
  /** The first objects that were not read, by the reason, by name. */
  readonly failures: FailedObject[] = [];
  readonly archived: string[] = [];
  readonly gone: string[] = [];
  readonly waiting: string[] = [];

  /** What is being worked on: all of it, or a part that is read before the others. */
  pass: PassTally = { name: null, startedMs: null, isListed: false, before: this.#soFar() };

  beginPass(name: string | null, startedMs: number): void {
    this.pass = { name, startedMs, isListed: false, before: this.#soFar() };
  }

  /** Listed log objects of which it is known what becomes of them. */
  get settled(): number {
    const { listed: _, ...counts } = this.objects;
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  #soFar(): PassTally['before'] {
    const { settled, bytesRead, bytesToRead, objects } = this;
    return { settled, bytesRead, bytesToRead, listed: objects.listed };
  }

  /** ISO; null: there was no record. */
  noteRecordTime(time: string | null): void {
    const newest = this.newestRecordTime;
    if (time !== null && (newest === null || time > newest)) this.newestRecordTime = time;
  }
}

/** How many failed objects are kept by name; the others are counted, and all are in the ledger. */
const NAMED_OBJECTS_MAX = 100;

export function noteFailure(tally: SyncTally, key: string, reason: string): void {
  tally.objects.failed += 1;
  nameObject(tally.failures, { key, reason });
}

export function nameObject<T>(list: T[], named: T): void {
  if (list.length < NAMED_OBJECTS_MAX) list.push(named);
}
