/**
 * Where the three quoted fields end. S3 writes request line, Referer and User-Agent as the caller
 * sent them, quotes and spaces included, and escapes nothing: the end of a field shows only in what
 * follows it. Each rule looks at a quote and at the text up to the next quote, so that a line of
 * quotes costs no more than its length. Callers stand at the first character after the spaces.
 */
import type { RejectReason } from '../core/reject-reason.ts';
import { skipSpaces } from './skip-spaces.ts';

export interface QuotedField {
  /** The text between the quotes; `-` where the field is a bare dash. */
  readonly value: string;
  /** Where the text after the field starts. */
  readonly next: number;
}

export interface RequestUri extends QuotedField {
  readonly kind: 'closed';
  /** Fields 10 to 15; `next` is the start of field 16. */
  readonly statusToTimes: readonly string[];
}

export interface BrokenRequestUri {
  readonly kind: 'broken';
  readonly reason: RejectReason;
  /** As many of the fields 10 to 15 as stand behind where it seems to end. */
  readonly statusToTimes: readonly string[];
}

/** As many of the fields 10 to 15 as are well-formed: status, error code, four integers. */
const STATUS_TO_TIMES =
  /(?: +(\d{3}|-)(?= |$)(?: +([^ "]+)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$))?)?)?)?)?)? */y;
/** Version id, in early 2019 a principal id, host id, signature, cipher, authentication, host, TLS. */
const TAIL =
  / +[^ "]+ +[^ "]+(?: +[^ "]+)? +(?:SigV[^ "]*|-) +[^ "]+ +[^ "]+ +[^ "]+(?= *$| +[Tt][Ll][Ss]| +-(?: |$))/y;
const VERSION_END = / HTTP\/\d\.\d$/;
const VERSION_LENGTH = ' HTTP/1.1'.length;
const ONE_LAST_TOKEN = / +[^ ]+ *$/y;

/**
 * Field 9 ends at the first quote with a blank behind it that `endsRequestLine`: no request target
 * holds a blank. What follows must be six well-formed fields and a header, or the line is no record:
 * a later quote that happens to fit would swallow status, bytes and times.
 */
export function closeRequestUri(line: string, start: number): RequestUri | BrokenRequestUri {
  if (line[start] === '-' && isBlank(line[start + 1])) return closeAt(line, '-', start + 1);
  if (start >= line.length) return broken('too_few_fields');
  if (line[start] !== '"') return broken('quote_unclosed');
  let likeliest: RequestUri | BrokenRequestUri | null = null;
  for (const quote of quotesFrom(line, start + 1)) {
    if (!isBlank(line[quote + 1])) continue;
    const value = line.slice(start + 1, quote);
    if (endsRequestLine(line, value, quote)) return closeAt(line, value, quote + 1);
    likeliest ??= closeAt(line, value, quote + 1);
  }
  return likeliest ?? broken('quote_unclosed');
}

const broken = (reason: RejectReason, statusToTimes: readonly string[] = []): BrokenRequestUri => ({
  kind: 'broken',
  reason,
  statusToTimes,
});

/**
 * At a null, at a version, before a quote that opens a field, or where it is the last quote. Other
 * quotes may stand in the target: `GET /" HTTP/1.1"`.
 */
function endsRequestLine(line: string, value: string, quote: number): boolean {
  if (value === '-' || VERSION_END.test(value.slice(-VERSION_LENGTH))) return true;
  const next = line.indexOf('"', quote + 1);
  return next === -1 || line[next - 1] === ' ';
}

/** `from`: behind field 9. */
function closeAt(line: string, value: string, from: number): RequestUri | BrokenRequestUri {
  const read = readStatusToTimes(line, from);
  const { fields, next } = read;
  const isBeforeHeader = line[next] === '"' || isBareDash(line, next);
  if (fields.length < 6 || !isBeforeHeader) return broken(whyNot(line, read), fields);
  return { kind: 'closed', value, next, statusToTimes: fields };
}

/** Field 16 ends at the first quote, space, quote; before a bare user agent at quote, space, dash. */
export function closeReferrer(line: string, start: number): QuotedField | RejectReason {
  if (isBareDash(line, start)) return { value: '-', next: skipSpaces(line, start + 1) };
  if (start >= line.length) return 'too_few_fields';
  if (line[start] !== '"') return 'quote_unclosed';
  let beforeDash: QuotedField | null = null;
  let isLast = false;
  for (const quote of quotesFrom(line, start + 1)) {
    const next = skipSpaces(line, quote + 1);
    isLast = next === line.length;
    if (next === quote + 1) continue;
    const field = { value: line.slice(start + 1, quote), next };
    if (line[next] === '"') return field;
    if (isBareDash(line, next)) beforeDash ??= field;
  }
  return beforeDash ?? (isLast ? 'too_few_fields' : 'quote_unclosed');
}

/**
 * Field 17 ends at the last quote that is followed by a well-formed tail; in older lines without
 * one, at the last quote with exactly one token behind it (18 fields), else at the first quote with
 * a space behind it, else at the end of the line (17 fields).
 */
export function closeUserAgent(line: string, start: number): QuotedField | RejectReason {
  if (isBareDash(line, start)) return { value: '-', next: start + 1 };
  if (start >= line.length) return 'too_few_fields';
  const last = line.lastIndexOf('"');
  if (line[start] !== '"' || last <= start) return 'quote_unclosed';
  const closedAt = (quote: number): QuotedField => ({
    value: line.slice(start + 1, quote),
    next: quote + 1,
  });
  for (let quote = last; quote > start; quote = line.lastIndexOf('"', quote - 1)) {
    if (line[quote + 1] === ' ' && matchesAt(TAIL, line, quote + 1)) return closedAt(quote);
  }
  if (matchesAt(ONE_LAST_TOKEN, line, last + 1)) return closedAt(last);
  const beforeSpace = line.indexOf('" ', start + 1);
  if (beforeSpace !== -1) return closedAt(beforeSpace);
  return last === line.length - 1 ? closedAt(last) : 'quote_unclosed';
}

interface StatusToTimes {
  readonly fields: readonly string[];
  readonly next: number;
}

function readStatusToTimes(line: string, from: number): StatusToTimes {
  STATUS_TO_TIMES.lastIndex = from;
  const match = STATUS_TO_TIMES.exec(line) ?? [];
  const fields: string[] = [];
  for (let group = 1; group <= 6; group += 1) {
    const text = match[group];
    if (text !== undefined) fields.push(text);
  }
  return { fields, next: STATUS_TO_TIMES.lastIndex };
}

/** Names what stands where the next of the fields 10 to 16 should. */
function whyNot(line: string, read: StatusToTimes): RejectReason {
  if (read.next >= line.length) return 'too_few_fields';
  if (read.fields.length === 0) return 'status_invalid';
  return read.fields.length >= 2 && read.fields.length < 6 ? 'number_invalid' : 'quote_unclosed';
}

function* quotesFrom(line: string, from: number): Generator<number> {
  for (let at = line.indexOf('"', from); at !== -1; at = line.indexOf('"', at + 1)) yield at;
}

function matchesAt(pattern: RegExp, line: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(line);
}

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === undefined;

const isBareDash = (line: string, at: number): boolean => line[at] === '-' && isBlank(line[at + 1]);
