/** What the bookkeeping of all syncs said just before a question: how far its records may reach. */

/** A sync as its document tells; times are ISO. */
export interface SyncFacts {
  /** As the user wrote it. */
  readonly source: string;
  /** As stored: `running`, `done`, `failed`, `interrupted`, `cancelled`. */
  readonly state: string;
  readonly startedAt: string;
  /** Its last sign of life. A sync of an older version gives none but its start. */
  readonly heartbeatAt: string;
  /** null: it has not ended, or was killed. */
  readonly finishedAt: string | null;
  /** false: more log objects may be listed than are counted yet. */
  readonly isListed: boolean;
  readonly objects: ObjectCounts;
}

export interface ObjectCounts {
  readonly listed: number;
  readonly skipped: number;
  readonly done: number;
  readonly failed: number;
  readonly notALog: number;
  readonly archived: number;
  readonly gone: number;
  readonly growing: number;
}

export interface SourceFacts {
  /** Where its log objects physically lie: every `physical_id` of them begins with it. */
  readonly sourceId: string;
  readonly newest: SyncFacts;
  /** The newest sync that read all that the question may need; null: there is none. */
  readonly complete: SyncFacts | null;
  /** A question from this time on would find such a sync; ISO, null: none would. */
  readonly completeFrom: string | null;
  /** The ledger has a log object of it that is `done`. */
  readonly hasDone: boolean;
}

/** A log object that could not be read. */
export interface MissingObject {
  readonly physicalId: string;
  readonly state: 'failed' | 'archived';
  readonly lastModified: string;
}

export interface ReachFacts {
  /** When they were read, by the clock of who asks. Milliseconds since 1970. */
  readonly atMs: number;
  readonly sources: readonly SourceFacts[];
  /** Ids of the sources that count; absent or null: all. */
  readonly configured?: readonly string[] | null;
  /** A sync runs, whether or not it is the newest of its source. */
  readonly isWriting: boolean;
  /** Last modified after the begin of the range, the oldest first; `first` holds at most 1,000. */
  readonly missing: { readonly count: number; readonly first: readonly MissingObject[] };
  /** Over the whole prefix; null: there is no record, or it could not be read. */
  readonly newestRecord: string | null;
  /** Quarantined lines of the range; null: not known. */
  readonly rejected: number | null;
  /** Why syncs or missing log objects are not known, a clause; null: they are. */
  readonly unknownBecause: string | null;
}

/** What a question's facts depend on: ISO times, null for no bound. */
export interface Range {
  readonly from: string | null;
  readonly to: string | null;
}
