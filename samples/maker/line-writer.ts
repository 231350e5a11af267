/**
 * Writes a planned request as one line of an S3 server access log: the order of the fields, the
 * quoting, and how often a key is percent-encoded.
 */
import type { PlannedRequest } from './request.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CIPHERS = {
  TLSv1: 'ECDHE-RSA-AES128-SHA',
  'TLSv1.2': 'ECDHE-RSA-AES128-GCM-SHA256',
  'TLSv1.3': 'TLS_AES_128_GCM_SHA256',
} as const;

/** The line without its line ending. */
export const writeLine = (request: PlannedRequest): string => lineTokens(request).join(' ');

/** The fields in order, each as it stands in the line; an empty token is never made. */
export function lineTokens(request: PlannedRequest): string[] {
  const { operation, signature, tls } = request;
  const isInternal = operation.startsWith('BATCH.') || operation === 'REST.COPY.OBJECT_GET';
  const quote = (text: string | null) =>
    text === null && isInternal ? '-' : `"${text === null ? '-' : text}"`;
  const known = [
    request.bucketOwner,
    request.bucket,
    writeTime(request.timeS),
    request.ip?.logged ?? '-',
    request.requester ?? '-',
    request.requestId ?? '-',
    operation,
    request.key === null ? '-' : writeKey(operation, request.key),
    quote(request.requestLine),
    number(request.status),
    request.errorCode ?? '-',
    // S3 writes `-` where it sent no byte.
    number(request.bytesSent === 0 ? null : request.bytesSent),
    number(request.objectSize),
    number(request.totalMs),
    number(request.turnAroundMs),
    quote(request.referrer),
    quote(request.agent?.text ?? null),
    request.versionId ?? '-',
    request.hostId,
    signature === null ? '-' : request.signatureVersion,
    tls === null ? '-' : CIPHERS[tls],
    signature ?? '-',
    request.host ?? '-',
    tls ?? '-',
    request.accessPointArn ?? '-',
    request.aclRequired ?? '-',
    request.sourceRegion ?? '-',
  ];
  return [...known.slice(0, request.fieldCount), ...request.extraFields];
}

export function writeTime(timeS: number): string {
  const date = new Date(timeS * 1_000);
  const [day, clock] = date.toISOString().split('T');
  const month = MONTHS[date.getUTCMonth()];
  return `[${day?.slice(8)}/${month}/${day?.slice(0, 4)}:${clock?.slice(0, 8)} +0000]`;
}

/** Keys are encoded twice in most operations, but once in multi-deletes and lifecycle records. */
function writeKey(operation: string, key: string): string {
  const once = encodeForm(key);
  return /^(BATCH|S3)\./.test(operation) ? once : encodeForm(once);
}

/** Percent-encoding with `+` for a space; slashes stay. */
const encodeForm = (text: string): string =>
  text.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');

const number = (value: number | null): string => (value === null ? '-' : String(value));
