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
  const httpMethod = methodOf(requestUri);
  return httpMethod === null ? NEITHER : { httpMethod, httpVersion: versionOf(requestUri) };
}

function methodOf(requestUri: string): string | null {
  // Nearly every line: two comparisons are cheaper than a slice and an expression.
  if (requestUri.startsWith('GET ')) return 'GET';
  const method = requestUri.slice(0, Math.max(0, requestUri.indexOf(' ')));
  return METHOD.test(method) ? method : null;
}

function versionOf(requestUri: string): string | null {
  if (requestUri.endsWith(' HTTP/1.1')) return 'HTTP/1.1';
  const version = requestUri.slice(requestUri.lastIndexOf(' ') + 1);
  return VERSION.test(version) ? version : null;
}
