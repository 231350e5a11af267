/**
 * Method and version of field 9, `GET /a.mp3 HTTP/1.1`. Tolerant: the version may be missing, the
 * target may be anything; a text that does not start with a method has neither part.
 */
export interface RequestLine {
  readonly httpMethod: string | null;
  readonly httpVersion: string | null;
}

const METHOD = /^[A-Za-z][A-Za-z_-]{0,31}$/;
const VERSION = /^HTTP\/\d{1,3}(?:\.\d{1,3})?$/;
const NEITHER: RequestLine = { httpMethod: null, httpVersion: null };

export function splitRequestLine(requestUri: string): RequestLine {
  const methodEnd = requestUri.indexOf(' ');
  if (methodEnd === -1) return NEITHER;
  const method = requestUri.slice(0, methodEnd);
  if (!METHOD.test(method)) return NEITHER;
  const version = requestUri.slice(requestUri.lastIndexOf(' ') + 1);
  return { httpMethod: method, httpVersion: VERSION.test(version) ? version : null };
}
