/**
 * Raw fields -> record: what each field means, for both splitters alike. A value that cannot be
 * what its field says is a reject with a reason, never an exception.
 */
import { Buffer } from 'node:buffer';
import { isIP } from 'node:net';
import { KEYWORD_BYTES_MAX } from '../core/field-table.ts';
import type { AccessRecord } from '../core/record.ts';
import type { RejectReason } from '../core/reject-reason.ts';
import { decodeKey } from './decode-key.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { readTime } from './parse-time.ts';
import type { RawFields } from './raw-fields.ts';
import type { Redact } from './redact.ts';
import { splitRequestLine } from './split-request-line.ts';

/** 2006-01-01: S3 opened in March of that year. An earlier time would only make odd indices. */
export const TIME_SECONDS_MIN = 1_136_073_600;
/** The largest value of an `integer` field, in ms 24 days. */
const DURATION_MS_MAX = 2_147_483_647;
const OUT_OF_RANGE = -1;
/** So many digits are always below 2^53, and adding them up is twice as fast as Number(). */
const SAFE_DIGITS = 15;

export interface TimeLimits {
  /** Records after this moment are rejected; the caller knows when the log was delivered. */
  readonly timeSecondsMax: number;
}

export function readRecord(
  raw: RawFields,
  limits: TimeLimits,
  redactField: Redact,
): AccessRecord | RejectReason {
  const { fields, isOrdinary } = raw;
  const redact = raw.mayHoldSecret ? redactField : asItIs;
  const time = readTime(fields[3] ?? '');
  if (time === null) return 'time_invalid';
  if (time.seconds < TIME_SECONDS_MIN || time.seconds > limits.timeSecondsMax) {
    return 'time_out_of_range';
  }
  const bytesSent = readInteger(fields[12], Number.MAX_SAFE_INTEGER);
  const objectSize = readInteger(fields[13], Number.MAX_SAFE_INTEGER);
  const totalTime = readInteger(fields[14], DURATION_MS_MAX);
  const turnAroundTime = readInteger(fields[15], DURATION_MS_MAX);
  if (bytesSent === OUT_OF_RANGE || objectSize === OUT_OF_RANGE) return 'number_out_of_range';
  if (totalTime === OUT_OF_RANGE || turnAroundTime === OUT_OF_RANGE) return 'number_out_of_range';

  const text = isOrdinary ? plainText : (value: string | undefined) => anyText(value, redact);
  const quoted = isOrdinary ? plainQuoted : anyText;
  const remote = text(fields[4]);
  const isAddress = remote !== null && isAddressText(remote);
  const { key, keyLogged } = readKey(fields[8], fields[7], redact);
  const requestUri = quoted(fields[9], redact);
  const { httpMethod, httpVersion } = splitRequestLine(requestUri ?? '');
  const record: AccessRecord = {
    timeSeconds: time.seconds,
    time: time.text,
    bucketOwner: text(fields[1]),
    bucket: text(fields[2]),
    remoteIp: isAddress ? remote : null,
    remoteIpLogged: isAddress ? null : remote,
    requester: text(fields[5]),
    requestId: text(fields[6]),
    operation: text(fields[7]),
    key,
    keyLogged,
    requestUri,
    httpMethod,
    httpVersion,
    httpStatus: readInteger(fields[10], 999),
    errorCode: text(fields[11]),
    bytesSent,
    objectSize,
    totalTime,
    turnAroundTime,
    referrer: quoted(fields[16], redact),
    userAgent: quoted(fields[17], redact),
    versionId: text(fields[18]),
    hostId: text(fields[19]),
    signatureVersion: text(fields[20]),
    cipherSuite: text(fields[21]),
    authenticationType: text(fields[22]),
    hostHeader: text(fields[23]),
    tlsVersion: text(fields[24]),
    accessPointArn: text(fields[25]),
    aclRequired: text(fields[26]),
    sourceRegion: text(fields[27]),
    extraFields: raw.extraFields?.map((token) => redact(decodeUtf8(token))) ?? null,
  };
  const isShort = (fields[0] ?? '').length <= SHORT_LINE;
  return isOrdinary || isShort || isIndexable(record) ? record : 'field_too_long';
}

/** Without a zone, which the index takes for no address. */
export const isAddressText = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

const asItIs: Redact = (text) => text;

const plainText = (value: string | undefined): string | null =>
  value === undefined || value === '-' ? null : value;

/** `""` is a header without a value, or none: stores write it for `"-"`. */
const plainQuoted = (value: string | undefined, redact: Redact): string | null =>
  value === undefined || value === '-' || value === '' ? null : redact(value);

const anyText = (value: string | undefined, redact: Redact): string | null =>
  value === undefined || value === '-' || value === '' ? null : redact(decodeUtf8(value));

/** Integers are well-formed here; null = `-`. */
function readInteger(value: string | undefined, max: number): number | null {
  if (value === undefined || value === '-') return null;
  if (value.length > SAFE_DIGITS) return Number(value) > max ? OUT_OF_RANGE : Number(value);
  let integer = 0;
  for (let at = 0; at < value.length; at += 1) integer = integer * 10 + value.charCodeAt(at) - 48;
  return integer > max ? OUT_OF_RANGE : integer;
}

/** A key can hold a whole query, where a caller encoded the question mark. */
function readKey(logged: string | undefined, operation: string | undefined, redact: Redact) {
  if (logged === undefined || logged === '-') return { key: null, keyLogged: null };
  const { key, keyLogged } = decodeKey(logged, operation);
  return { key: redact(key), keyLogged: keyLogged === null ? null : redact(keyLogged) };
}

/**
 * No value of a line so short can be too long: a character takes at most three bytes, and redaction
 * makes three times as many characters at most, of `sig=a`.
 */
const SHORT_LINE = Math.floor(KEYWORD_BYTES_MAX / 9);
/** Stored without an index, so of any length. */
const STORED_ONLY = new Set(['keyLogged', 'requestUri', 'hostId']);

function isIndexable(record: AccessRecord): boolean {
  for (const [property, value] of Object.entries(record)) {
    // No character takes more than three bytes of UTF-8 for each unit of its length.
    if (typeof value !== 'string' || value.length * 3 <= KEYWORD_BYTES_MAX) continue;
    if (STORED_ONLY.has(property)) continue;
    if (Buffer.byteLength(value, 'utf8') > KEYWORD_BYTES_MAX) return false;
  }
  return true;
}
