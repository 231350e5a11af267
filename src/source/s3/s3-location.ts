/** Pure: what `s3://bucket/prefix` names, and the identity of a log object in it. */
import { TamarinError } from '../../core/error.ts';

export interface S3Location {
  readonly bucket: string;
  /** Begins the key of every log object; S3 knows no folders, so `logs` also matches `logs2026-…`. */
  readonly prefix: string;
}

export const isS3Url = (path: string): boolean => /^s3:/i.test(path);

/** Old buckets of us-east-1 may hold capitals and `_`; neither ARNs nor hosts get through. */
const S3_URL = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:\/([\s\S]*))?$/i;
const KEY_BYTES_MAX = 1_024;

/** @throws TamarinError `usage` */
export function parseS3Url(url: string): S3Location {
  const match = S3_URL.exec(url);
  const [bucket, prefix] = [match?.[1], match?.[2] ?? ''];
  if (bucket === undefined || Buffer.byteLength(prefix) > KEY_BYTES_MAX) {
    throw new TamarinError('usage', `${url} names no bucket and prefix.`, {
      hint: 'Give the bucket that holds the logs: tamarin sync s3://my-log-bucket/logs/',
    });
  }
  return { bucket, prefix };
}

/** The same bucket has one name, whatever regional address of Amazon leads to it. */
export function endpointName(endpoint: string | null): string {
  const url = endpoint === null ? null : URL.parse(endpoint);
  if (url === null) return 'aws';
  if (/\.amazonaws\.com$/.test(url.hostname)) return 'aws';
  if (/\.amazonaws\.com\.cn$/.test(url.hostname)) return 'aws-cn';
  return url.host + (url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname);
}

/** Independent of prefix and alias: what is synced by two prefixes is one object. */
export const physicalIdOf = (endpoint: string | null, bucket: string, key: string): string =>
  `s3:${endpointName(endpoint)}/${bucket}/${key}`;
