/**
 * The query string of a request: what owners use to pass data of their own, since S3 ignores and
 * logs parameters that start with `x-`. Secrets in it are redacted already, by the parser.
 */
import { Buffer } from 'node:buffer';
import { KEYWORD_BYTES_MAX } from '../core/field-table.ts';
import type { AccessRecord } from '../core/record.ts';

/** Without the question mark; null where there is none. */
export function urlQueryOf(
  record: Pick<AccessRecord, 'requestUri' | 'httpMethod' | 'httpVersion'>,
): string | null {
  const { requestUri, httpMethod, httpVersion } = record;
  if (requestUri === null || httpMethod === null) return null;
  const mark = requestUri.indexOf('?', httpMethod.length);
  if (mark === -1) return null;
  const end = httpVersion === null ? requestUri.length : requestUri.length - httpVersion.length - 1;
  const query = requestUri.slice(mark + 1, end);
  return query === '' ? null : query;
}

/** For the index, which holds no longer one. */
export const isQueryTooLong = (text: string): boolean =>
  text.length * 3 > KEYWORD_BYTES_MAX && Buffer.byteLength(text, 'utf8') > KEYWORD_BYTES_MAX;
