/**
 * The slow way, and the truth: cuts any line into its fields, or says why it is no record. Nothing
 * inside a quoted field is escaped (S3 log format, quotation), so its end is found by what follows
 * it: close-quoted-field.ts has the rules. Every step moves forward; no text is scanned again for
 * each quote or space in it.
 */
import { LINE_BYTES_MAX, type RejectReason } from '../core/reject-reason.ts';
import { closeReferrer, closeRequestUri, closeUserAgent } from './close-quoted-field.ts';
import { parseTime } from './parse-time.ts';
import { LAST_FIELD, type RawFields } from './raw-fields.ts';
import { splitTail } from './split-tail.ts';

/** A whole logged time: where one stands after the third field, a second record has begun. */
const LOGGED_TIME = /\[\d\d\/[A-Z][a-z][a-z]\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]/;
/**
 * The requester of CloudFront's origin access identities is the one value with spaces outside of
 * quotes: matched literally, so that no other token can swallow its neighbours.
 */
const ORIGIN_ACCESS_IDENTITY =
  /arn:aws:iam::cloudfront:user\/CloudFront Origin Access Identity +[^ ]+/y;

export function splitLine(line: string): RawFields | RejectReason {
  if (line.length > LINE_BYTES_MAX) return 'line_too_long';
  const bucketOwner = tokenAt(line, 0);
  const bucket = tokenAt(line, bucketOwner.next);
  const timeStart = skipSpaces(line, bucket.next);
  const timeEnd = line.indexOf(']', timeStart);
  if (line[timeStart] !== '[' || timeEnd === -1) return 'not_a_log_line';
  const time = line.slice(timeStart + 1, timeEnd);
  const afterTime = line[timeEnd + 1];
  if (parseTime(time) === null || (afterTime !== ' ' && afterTime !== undefined)) {
    return time.includes('[') ? 'torn_record' : 'time_invalid';
  }
  const fields: (string | undefined)[] = [line, bucketOwner.text, bucket.text, time];
  const rest = splitAfterTime(line, timeEnd + 1, fields);
  // Only the reason changes here: a line that holds two records never splits into one.
  return typeof rest === 'string' && LOGGED_TIME.test(line.slice(timeEnd)) ? 'torn_record' : rest;
}

/** Fields 4 and up, appended to `fields`. */
function splitAfterTime(
  line: string,
  from: number,
  fields: (string | undefined)[],
): RawFields | RejectReason {
  let at = from;
  for (let position = 4; position <= 8; position += 1) {
    const token = position === 5 ? requesterAt(line, at) : tokenAt(line, at);
    if (token.text === '') return 'too_few_fields';
    fields.push(token.text);
    at = token.next;
  }
  const uri = closeRequestUri(line, skipSpaces(line, at));
  if (typeof uri === 'string') return uri;
  // No request target holds a blank, so this is no header that was made to look like a record.
  if (LOGGED_TIME.test(uri.value)) return 'torn_record';
  fields.push(uri.value, ...uri.statusToTimes);
  const referrer = closeReferrer(line, uri.next);
  if (typeof referrer === 'string') return referrer;
  const userAgent = closeUserAgent(line, referrer.next);
  if (typeof userAgent === 'string') return userAgent;
  fields.push(referrer.value, userAgent.value);
  const tail = splitTail(line, userAgent.next);
  const named = LAST_FIELD + 1 - fields.length;
  fields.push(...tail.slice(0, named));
  if (LOGGED_TIME.test(fields.slice(18).join(' '))) return 'torn_record';
  const extraFields = tail.length > named ? tail.slice(named) : null;
  return { fields, extraFields, isOrdinary: false, mayHoldSecret: true };
}

interface Token {
  readonly text: string;
  readonly next: number;
}

/** The next run of non-spaces; a run of spaces separates like one. Empty at the end of the line. */
function tokenAt(line: string, from: number): Token {
  const start = skipSpaces(line, from);
  const space = line.indexOf(' ', start);
  const next = space === -1 ? line.length : space;
  return { text: line.slice(start, next), next };
}

function requesterAt(line: string, from: number): Token {
  ORIGIN_ACCESS_IDENTITY.lastIndex = skipSpaces(line, from);
  const identity = ORIGIN_ACCESS_IDENTITY.exec(line);
  if (identity === null) return tokenAt(line, from);
  return { text: identity[0], next: ORIGIN_ACCESS_IDENTITY.lastIndex };
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}
