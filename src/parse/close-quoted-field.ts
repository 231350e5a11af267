/**
 * Where the three quoted fields end. S3 writes request line, Referer and User-Agent as the caller
 * sent them, quotes and spaces included, and escapes nothing: the end of a field shows only in what
 * follows it. Each rule looks at a quote and at the text up to the next quote, so that a line of
 * quotes costs no more than its length. Callers stand at the first character after the spaces.
 */
import type { RejectReason } from '../core/reject-reason.ts';

export interface QuotedField {
  /** The text between the quotes; `-` where the field is a bare dash. */
  readonly value: string;
  /** Where the text after the field starts. */
  readonly next: number;
}

export interface RequestUri extends QuotedField {
  /** Fields 10 to 15; `next` is the start of field 16. */
  readonly statusToTimes: readonly string[];
}

/** As many of the fields 10 to 15 as are well-formed: status, error code, four integers. */
const STATUS_TO_TIMES =
  /(?: +(\d{3}|-)(?= |$)(?: +([^ "]+)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$)(?: +(\d+|-)(?= |$))?)?)?)?)?)? */y;
/** Version id, in early 2019 a principal id, host id, signature, cipher, authentication, host, TLS. */
const TAIL =
  / +[^ "]+ +[^ "]+(?: +[^ "]+)? +(?:SigV[^ "]*|-) +[^ "]+ +[^ "]+ +[^ "]+(?= *$| +[Tt][Ll][Ss]| +-(?: |$))/y;
const VERSION_END = / HTTP\/\d\.\d$/;
const ONE_LAST_TOKEN = / +[^ ]+ *$/y;

/**
 * Field 9 ends at the first quote that is followed by six well-formed fields and then by a quoted
 * field: no request target holds a space, so the first such quote is the true one.
 */
export function closeRequestUri(line: string, start: number): RequestUri | RejectReason {
  if (line[start] === '-' && isBlank(line[start + 1])) {
    const bare = readStatusToTimes(line, start + 1);
    if (bare.fields.length < 6) return whyNot(line, bare);
    return { value: '-', next: bare.next, statusToTimes: bare.fields };
  }
  if (start >= line.length) return 'too_few_fields';
  if (line[start] !== '"') return 'quote_unclosed';
  let withoutHeaders: RequestUri | null = null;
  let likeliest: StatusToTimes | null = null;
  let isVersionSeen = false;
  for (const quote of quotesFrom(line, start + 1)) {
    if (!isBlank(line[quote + 1])) continue;
    const read = readStatusToTimes(line, quote + 1);
    if (read.fields.length === 6) {
      const value = line.slice(start + 1, quote);
      const field = { value, next: read.next, statusToTimes: read.fields };
      if (line[read.next] === '"' || opensAfterDash(line, read.next)) return field;
      if (isBareDash(line, read.next)) withoutHeaders ??= field;
    }
    // Where none fits, the reason is what stands behind the first `HTTP/1.1"`, else the first quote.
    const isVersion: boolean = !isVersionSeen && VERSION_END.test(line.slice(quote - 9, quote));
    if (likeliest === null || isVersion) likeliest = read;
    isVersionSeen ||= isVersion;
  }
  if (withoutHeaders !== null) return withoutHeaders;
  return likeliest === null ? 'quote_unclosed' : whyNot(line, likeliest);
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

const opensAfterDash = (line: string, at: number): boolean =>
  isBareDash(line, at) && line[skipSpaces(line, at + 1)] === '"';

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}
