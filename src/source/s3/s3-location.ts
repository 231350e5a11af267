/** Pure: what `s3://bucket/prefix` names, and the identity of a log object in it. */
import { TamarinError } from '../../core/error.ts';
import { readS3Url, type S3Location } from '../../core/s3-url.ts';

/** @throws TamarinError `usage` */
export function parseS3Url(url: string): S3Location {
  const location = readS3Url(url);
  if (location !== null) return location;
  throw new TamarinError('usage', `${url} does not name a bucket.`, {
    hint: 'Name the bucket that holds the logs: tamarin sync s3://my-log-bucket/logs/',
  });
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
