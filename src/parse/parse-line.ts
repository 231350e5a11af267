/**
 * One line of an S3 server access log -> one record, or one reject that says why. Pure, and it never
 * throws: a line is data. Ordinary lines take split-ordinary-line.ts, all others split-line.ts; both
 * give the same raw fields, and read-record.ts gives them their meaning.
 */
import { detach } from '../core/detach.ts';
import type { AccessRecord } from '../core/record.ts';
import type { Reject } from '../core/reject-reason.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import type { Unsplit } from './raw-fields.ts';
import { readRecord, type TimeLimits } from './read-record.ts';
import { makeRedactor, type Redact } from './redact.ts';
import { readRejectFacts } from './reject-facts.ts';
import { splitLine, splitOversizeLine } from './split-line.ts';
import { splitOrdinaryLine } from './split-ordinary-line.ts';
import { trimBlanks } from './trim-blanks.ts';

export type LineOutcome =
  | {
      readonly kind: 'record';
      readonly record: AccessRecord;
      /**
       * The line and every text of the record are printable ASCII without quote and backslash: true
       * for nearly all lines, and saves JSON and the hash a look at each character.
       */
      readonly isPlain: boolean;
    }
  | ({ readonly kind: 'reject' } & Reject);

/** `line`: one character a byte (Latin-1), without its line ending. */
type ParseLine = (line: string, limits: TimeLimits) => LineOutcome;

/** Characters of a rejected line that are kept. */
const REJECT_TEXT_MAX = 1_000;
/** Bytes that are redacted for it: more than are kept, since redaction makes a text shorter. */
const REJECT_BYTES_READ = 4 * REJECT_TEXT_MAX;

export interface ParserOptions {
  /** Further parameter names whose values are secret. */
  readonly redactNames?: readonly string[];
  /** false: records come without their host id. */
  readonly keepHostId?: boolean;
}

export interface LineParser {
  readonly parseLine: ParseLine;
  /** A line that was never held whole: `start` are its first bytes. */
  readonly oversizeReject: (start: string) => Reject;
}

export function makeLineParser({ redactNames, keepHostId = true }: ParserOptions = {}): LineParser {
  const { redactField, redactText } = makeRedactor(redactNames);
  const parseLine: ParseLine = (whole, limits) => {
    const line = trimBlanks(whole);
    const raw = splitOrdinaryLine(line) ?? splitLine(line);
    if (raw.kind === 'unsplit') return toReject(whole, raw, redactText);
    const result = readRecord(raw, limits, redactField);
    if (typeof result === 'string') {
      const { fields } = raw;
      return toReject(whole, { kind: 'unsplit', reason: result, fields }, redactText);
    }
    // An ordinary line is plain, and only its key can have been decoded into something else.
    const isPlain = raw.isOrdinary && result.keyLogged === null;
    const record = keepHostId ? result : { ...result, hostId: null };
    return { kind: 'record', record, isPlain };
  };
  const oversizeReject = (start: string): Reject =>
    toReject(start, splitOversizeLine(trimBlanks(start)), redactText);
  return { parseLine, oversizeReject };
}

/** With nothing left out and no further secrets. */
export const { parseLine } = makeLineParser();

function toReject(line: string, unsplit: Unsplit, redactText: Redact): LineOutcome & Reject {
  const text = redactText(decodeUtf8(line.slice(0, REJECT_BYTES_READ)));
  return {
    kind: 'reject',
    reason: unsplit.reason,
    // A cut through a surrogate pair would leave half of it, which is no text.
    text: detach(text.slice(0, REJECT_TEXT_MAX).toWellFormed()),
    facts: readRejectFacts(unsplit),
  };
}
