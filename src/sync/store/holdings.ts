/** What is kept and what runs, as `tamarin status` tells; times are ISO. */

export interface BucketStatus {
  /** Whose requests are logged. */
  readonly bucket: string;
  readonly records: number;
  readonly first: string;
  readonly last: string;
}

/** Bytes on the disks of OpenSearch, replicas included. */
export interface DiskStatus {
  readonly bytes: number;
  readonly records: number;
  /** Ledger, quarantine and syncs. */
  readonly bookkeeping: number;
}

/** Who holds the lease of a source. One that was killed holds it until somebody takes it over. */
export interface RunningSync {
  readonly source: string;
  readonly syncId: string;
  readonly trigger: string;
  readonly startedAt: string;
  readonly heartbeatAt: string;
}
