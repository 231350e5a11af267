/** Pure: what an `s3://bucket/prefix` names. */

export interface S3Location {
  readonly bucket: string;
  /** Begins the key of every log object; S3 knows no folders, so `logs` also matches `logs2026-…`. */
  readonly prefix: string;
}

export const isS3Url = (path: string): boolean => /^s3:/i.test(path);

/** Old buckets of us-east-1 may hold capitals and `_`; neither ARNs nor hosts get through. */
const S3_URL = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:\/([\s\S]*))?$/i;
const KEY_BYTES_MAX = 1_024;

/** Null: it names no bucket and prefix. */
export function readS3Url(url: string): S3Location | null {
  const match = S3_URL.exec(url);
  const [bucket, prefix] = [match?.[1], match?.[2] ?? ''];
  return bucket === undefined || Buffer.byteLength(prefix) > KEY_BYTES_MAX
    ? null
    : { bucket, prefix };
}
