/**
 * Pure: the head of an HTTP answer, as far as every S3 writes it. Whatever is not quite that is not
 * understood, so that it is read by those who understand all of HTTP: the SDK and Node.
 */

export interface AnswerHead {
  readonly status: number;
  /** Of the body, which follows as it is. */
  readonly bodyBytes: number;
  /** The connection is closed behind the body. */
  readonly isLast: boolean;
  readonly headers: AnswerHeaders;
}

const HEAD = /^HTTP\/1\.1 ([2-5]\d\d) [\t\x20-\x7e]*((?:\r\n[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e]*)*)$/;
const LENGTH = /^\d{1,15}$/;

/** `text` is latin-1 and ends before the empty line. Null: not understood. */
export function readAnswerHead(text: string): AnswerHead | null {
  const [, status, lines = ''] = HEAD.exec(text) ?? [];
  if (status === undefined) return null;
  const headers = new AnswerHeaders(lines);
  const length = headers.get('content-length') ?? '';
  if (!LENGTH.test(length) || headers.get('transfer-encoding') !== null) return null;
  return {
    status: Number(status),
    bodyBytes: Number(length),
    isLast: /\bclose\b/i.test(headers.get('connection') ?? ''),
    headers,
  };
}

/** Looked up when asked for: of a dozen that S3 sends four are of use. */
export class AnswerHeaders {
  readonly #lines: string;
  readonly #lowerCased: string;

  /** Each line behind a line break. */
  constructor(lines: string) {
    this.#lines = lines;
    this.#lowerCased = lines.toLowerCase();
  }

  /** `name` in lower case. Of several of a name the values, with commas between; null: none. */
  get(name: string): string | null {
    const start = `\r\n${name}:`;
    let values: string | null = null;
    for (
      let at = this.#lowerCased.indexOf(start);
      at >= 0;
      at = this.#lowerCased.indexOf(start, at + 1)
    ) {
      const from = at + start.length;
      const end = this.#lines.indexOf('\r\n', from);
      const value = this.#lines.slice(from, end < 0 ? this.#lines.length : end).trim();
      values = values === null ? value : `${values}, ${value}`;
    }
    return values;
  }
}
