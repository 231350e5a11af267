/**
 * Why a line became no record: the closed set of reasons, each with its meaning and an example, as
 * the README prints them. A reject is counted and kept in quarantine; it never stops a log object.
 */
// biome-ignore format: a table, one row a reason
export const REJECT_REASONS = {
  not_a_log_line: { meaning: 'the third field is not a `[time]`: some other text', example: '{"eventName": "GetObject"}' },
  too_few_fields: { meaning: 'ends before field 17, the user agent', example: '`… REST.GET.OBJECT a.mp3 "GET /a.mp3 HTTP/1.1" 200 -`' },
  time_invalid: { meaning: 'the time is not `[dd/Mon/yyyy:hh:mm:ss +zzzz]` or does not exist', example: '`[31/Feb/2026:10:00:00 +0000]`' },
  time_out_of_range: { meaning: 'before 2006, or more than two days after its log object was delivered', example: '`[01/Jan/2999:00:00:00 +0000]`' },
  status_invalid: { meaning: 'the HTTP status is neither three digits nor `-`', example: '`OK`' },
  number_invalid: { meaning: 'bytes sent, object size or a time is not an unsigned integer', example: '`45.5`' },
  number_out_of_range: { meaning: 'an integer above 2⁵³ − 1, or a time above 2³¹ − 1 ms', example: '`99999999999999999999`' },
  quote_unclosed: { meaning: 'a quoted field never closes', example: '`"GET /a.mp3 HTTP/1.1 200 - 5 5 1 1 - -`' },
  torn_record: { meaning: 'a second record starts inside or after the first', example: '`… arn:aws:iam::1234 79a5… media [17/Jan/2026:… …`' },
  line_too_long: { meaning: 'longer than 64 KiB, with a time as the third field', example: 'a line of 70,000 bytes' },
  field_too_long: { meaning: 'a field longer than the 32,766 bytes that the index can hold', example: 'a user agent of 40,000 bytes' },
  refused_by_opensearch: { meaning: 'OpenSearch rejected the document permanently', example: '`mapper_parsing_exception`' },
} as const satisfies Record<string, { readonly meaning: string; readonly example: string }>;

export type RejectReason = keyof typeof REJECT_REASONS;

/** Bytes. Longer lines are rejects (`line_too_long`). No log line that S3 writes comes near. */
export const LINE_BYTES_MAX = 65_536;

/** A line that is no record. `text` is redacted and bounded; `line` counts from 1, `offset` in bytes. */
export interface Reject {
  readonly reason: RejectReason;
  readonly text: string;
  readonly facts: RejectFacts;
}

/**
 * What could be read of a line that is no record, and of two records on one line of the first: so
 * that nobody hides behind a line that he made unreadable. null: it could not be read.
 */
export interface RejectFacts {
  /** Only an IP address. */
  readonly remoteIp: string | null;
  readonly bytesSent: number | null;
  /** As in a record: seconds since 1970-01-01 UTC, and `2026-01-31T23:59:59Z`. */
  readonly timeSeconds: number | null;
  readonly time: string | null;
  readonly hasRequestId: boolean;
}
