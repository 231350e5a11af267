/**
 * What both splitters hand to read-record.ts: the fields of a line as text, by the numbers that the
 * AWS User Guide gives them, still undecoded and with `-` for null.
 */
import type { RejectReason } from '../core/reject-reason.ts';

export interface RawFields {
  readonly kind: 'fields';
  /** Index 1 to 27 = field 1 to 27, as Latin-1 text without quotes. Missing fields are undefined. */
  readonly fields: readonly (string | undefined)[];
  /** Tokens after field 27. */
  readonly extraFields: readonly string[] | null;
  /**
   * Split by the fast way, which vouches for its text: printable ASCII, short, and no `=` or `%`
   * outside of key, request-URI, referrer and user agent.
   */
  readonly isOrdinary: boolean;
  /** False only where nothing in the line can be a parameter, so that no field needs redaction. */
  readonly mayHoldSecret: boolean;
}

/** A line that is no record, why, and its fields as far as the slow way came: of two, the first. */
export interface Unsplit {
  readonly kind: 'unsplit';
  readonly reason: RejectReason;
  readonly fields: readonly (string | undefined)[];
}

/** The last field that has a name; what follows goes to `extra_fields`. */
export const LAST_FIELD = 27;
