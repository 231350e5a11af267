/**
 * Signature Version 4 a second time, from its specification: whether the Authorization header of a
 * request is the one that these credentials give.
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface SigV4Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly service: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Null: it is right; else what is wrong with it. */
export function sigV4Problem(
  request: IncomingMessage,
  body: Buffer,
  keys: SigV4Keys,
): string | null {
  const { headers, method = '', url = '' } = request;
  const match = HEADER.exec(headers.authorization ?? '');
  if (match === null) return `no signature: ${headers.authorization}`;
  const [, keyId = '', day = '', region = '', service = '', signed = '', signature = ''] = match;
  const stamp = String(headers['x-amz-date']);
  if (keyId !== keys.accessKeyId) return `key ${keyId}`;
  if (region !== keys.region || service !== keys.service) return `for ${region}, ${service}`;
  if (!stamp.startsWith(day) || ageMs(stamp) > 300_000) return `stamp ${stamp} of day ${day}`;
  if (headers['x-amz-security-token'] !== keys.sessionToken) return 'another session token';
  const names = signed.split(';');
  for (const needed of ['host', 'x-amz-date', 'x-amz-content-sha256'])
    if (!names.includes(needed)) return `${needed} is not signed`;
  if (headers['x-amz-content-sha256'] !== sha256(body)) return 'the digest of another body';
  const [path = '', query = ''] = url.split('?', 2);
  const canonical = [
    method,
    path.split('/').map(encoded).join('/'), // encoded once more: only S3 does without
    canonicalQuery(query),
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (before, part) => hmac(before, part),
    `AWS4${keys.secretAccessKey}`,
  );
  return hmac(key, text).toString('hex') === signature ? null : `wrong signature of\n${canonical}`;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return `${encoded(decodeURIComponent(name))}=${encoded(decodeURIComponent(value))}`;
    })
    .sort()
    .join('&');
}

function ageMs(stamp: string): number {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Math.abs(Date.now() - Date.parse(iso));
}
