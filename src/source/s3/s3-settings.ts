/** How S3 is reached. Values that are null are found by the SDK's standard chain. */
export interface S3Settings {
  readonly region: string | null;
  /** Base URL of an S3-compatible store; null: Amazon S3. */
  readonly endpoint: string | null;
  readonly pathStyle: boolean;
  readonly requesterPays: boolean;
  readonly profile: string | null;
  /** Role to take on before S3 is asked, and the external id that its owner asks for. */
  readonly roleArn: string | null;
  readonly externalId: string | null;
  /** Requests are not signed: for public buckets. */
  readonly anonymous: boolean;
  /** Log objects fetched at the same time. */
  readonly concurrency: number;
  /** Where bodies are held that are too large for memory, and how many bytes of them at a time. */
  readonly spoolFolder: string | null;
  readonly spoolBytes: number;
}

/** Milliseconds. Every way to wait for S3 has an end. */
export interface S3Timeouts {
  readonly connectMs: number;
  /** From sending a request to the headers of its answer. */
  readonly answerMs: number;
  /** Without a byte of a body that is being waited for. */
  readonly stallMs: number;
  /** Without a byte on a socket, also while nobody reads: OpenSearch may be slow. */
  readonly idleMs: number;
}

export const S3_TIMEOUTS: S3Timeouts = {
  connectMs: 5_000,
  answerMs: 20_000,
  stallMs: 20_000,
  idleMs: 120_000,
};
