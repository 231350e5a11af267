/**
 * The slow way, and the truth: cuts any line into its fields, or says why it is no record. Nothing
 * inside a quoted field is escaped (S3 log format, quotation), so its end is found by what follows
 * it: close-quoted-field.ts has the rules. Every step moves forward; no text is scanned again for
 * each quote or space in it.
 */
import { LINE_BYTES_MAX, type RejectReason } from '../core/reject-reason.ts';
import { closeReferrer, closeRequestUri, closeUserAgent } from './close-quoted-field.ts';
import { parseTime } from './parse-time.ts';
import { LAST_FIELD, type RawFields, type Unsplit } from './raw-fields.ts';
import { secondRecordAt } from './second-record-at.ts';
import { skipSpaces } from './skip-spaces.ts';
import { splitTail } from './split-tail.ts';

/** Where a whole logged time stands outside of a header, a second record of any owner has begun. */
const LOGGED_TIME = /\[\d\d\/[A-Z][a-z][a-z]\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]/;
/** The start of a logged time, torn off by another record. */
const LOGGED_DATE = /\[\d\d\/[A-Z][a-z][a-z]\/\d{4}:/;
/** Brackets stand in any JSON and, by chance, in any picture: what they hold must look like a time. */
const TIME_LIKE = /^-$|^[\w/:+. -]{0,40}\d[\w/:+. -]{0,40}$/;
/**
 * The requester of CloudFront's origin access identities is the one value with spaces outside of
 * quotes: matched literally, in every partition of AWS (`aws-cn`, `aws-us-gov`), so that no other
 * token can swallow its neighbours.
 */
const ORIGIN_ACCESS_IDENTITY =
  /arn:aws[a-z-]*:iam::cloudfront:user\/CloudFront Origin Access Identity +[^ ]+/y;

/** Of a line that is too long, so many bytes are looked at for the facts of its reject. */
const OVERSIZE_READ_BYTES = 1_024;

export function splitLine(line: string): RawFields | Unsplit {
  if (line.length > LINE_BYTES_MAX) return splitOversizeLine(line.slice(0, OVERSIZE_READ_BYTES));
  const bucketOwner = tokenAt(line, 0);
  const bucket = tokenAt(line, bucketOwner.next);
  const timeStart = skipSpaces(line, bucket.next);
  const timeEnd = line.indexOf(']', timeStart);
  const fields: (string | undefined)[] = [line, bucketOwner.text, bucket.text];
  const unsplit = (reason: RejectReason): Unsplit => ({ kind: 'unsplit', reason, fields });
  if (line[timeStart] !== '[' || timeEnd === -1)
    return unsplit(isTornEarly(line, bucketOwner) ? 'torn_record' : 'not_a_log_line');
  const time = line.slice(timeStart + 1, timeEnd);
  fields.push(time);
  const isAlone = line[timeEnd + 1] === ' ' || timeEnd + 1 === line.length;
  if (parseTime(time) === null || !isAlone) {
    const isTorn = secondRecordAt(line, bucketOwner.text, timeStart + 1) !== -1;
    if (isTorn || LOGGED_DATE.test(time)) return unsplit('torn_record');
    const isTime = isAlone ? TIME_LIKE.test(time) : parseTime(time) !== null;
    if (!isTime) return unsplit('not_a_log_line');
    splitAfterTime(line, timeEnd + 1, fields);
    return unsplit('time_invalid');
  }
  const second = secondRecordAt(line, bucketOwner.text, timeEnd + 1);
  if (second !== -1) {
    splitAfterTime(wholeTokens(line.slice(0, second)), timeEnd + 1, fields);
    return unsplit('torn_record');
  }
  const rest = splitAfterTime(line, timeEnd + 1, fields);
  if (typeof rest !== 'string') return rest;
  return unsplit(LOGGED_TIME.test(line.slice(timeEnd)) ? 'torn_record' : rest);
}

/** Of a line over LINE_BYTES_MAX: `start` are its first bytes. */
export function splitOversizeLine(start: string): Unsplit {
  const { fields, ...read } = splitLine(wholeTokens(start));
  const isLog = read.kind === 'fields' || read.reason !== 'not_a_log_line';
  return { kind: 'unsplit', reason: isLog ? 'line_too_long' : 'not_a_log_line', fields };
}

/** A record that was torn inside its bucket; `-` for an owner is too little to tell. */
const isTornEarly = (line: string, { text, next }: Token): boolean =>
  text !== '-' && secondRecordAt(line, text, next) !== -1;

/** Without the last token of a text that was cut: it may be a part of what was meant. */
const wholeTokens = (text: string): string => text.slice(0, text.lastIndexOf(' ') + 1);

/** Fields 4 and up, appended to `fields` as far as they can be told. */
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
  if (uri.kind === 'broken') {
    fields.push(undefined, ...uri.statusToTimes);
    return uri.reason;
  }
  fields.push(uri.value, ...uri.statusToTimes);
  // No request target holds a blank, so this is no header that was made to look like a record.
  if (LOGGED_TIME.test(uri.value)) return 'torn_record';
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
  return { kind: 'fields', fields, extraFields, isOrdinary: false, mayHoldSecret: true };
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
