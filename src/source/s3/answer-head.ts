/**
 * Pure: the head of an HTTP answer, as far as every S3 writes it. Whatever is not quite that is not
 * understood, so that it is read by those who understand all of HTTP: the SDK and Node.
 */

/** By name in lower case; of several of a name the values, with commas between. */
export type AnswerHeaders = Readonly<Record<string, string | undefined>>;

export interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: AnswerHeaders;
  /** Of the body, which follows as it is. */
  readonly bodyBytes: number;
  /** The connection is closed behind the body. */
  readonly isLast: boolean;
}

const STATUS_LINE = /^HTTP\/1\.1 ([2-5]\d\d) ([\t\x20-\x7e]*)$/;
const HEADER_LINE = /^([\w!#$%&'*+.^`|~-]+):([\t\x20-\x7e]*)$/;
const LENGTH = /^\d{1,15}$/;

/** `text` is latin-1 and ends before the empty line. Null: not understood. */
export function readAnswerHead(text: string): AnswerHead | null {
  const [first = '', ...lines] = text.split('\r\n');
  const [, status, reason = ''] = STATUS_LINE.exec(first) ?? [];
  const headers = readHeaders(lines);
  if (status === undefined || headers === null) return null;
  const length = headers['content-length'] ?? '';
  if (!LENGTH.test(length) || headers['transfer-encoding'] !== undefined) return null;
  return {
    status: Number(status),
    reason,
    headers,
    bodyBytes: Number(length),
    isLast: /\bclose\b/i.test(headers.connection ?? ''),
  };
}

function readHeaders(lines: readonly string[]): AnswerHeaders | null {
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const line of lines) {
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    const [key, text] = [name.toLowerCase(), value.trim()];
    const before = headers[key];
    headers[key] = before === undefined ? text : `${before}, ${text}`;
  }
  return headers;
}
