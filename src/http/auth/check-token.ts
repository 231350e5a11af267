import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type TokenCheck = 'right' | 'wrong' | 'missing';

const SCHEME = /^Bearer +(\S+) *$/i;

/** `token`: the one of the service. Takes as long whatever is wrong with the caller's. */
export function tokenChecker(token: string): (request: IncomingMessage) => TokenCheck {
  const wanted = digest(token);
  return (request) => {
    const given = authorizationHeaders(request);
    if (given.length === 0) return 'missing';
    const [, text = ''] = SCHEME.exec(given[0] ?? '') ?? [];
    const isRight = timingSafeEqual(digest(text), wanted);
    // Of two headers a proxy before us may have looked at the other one.
    return isRight && given.length === 1 ? 'right' : 'wrong';
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `headers` holds only the first of several. */
function authorizationHeaders({ rawHeaders }: IncomingMessage): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'authorization') values.push(rawHeaders[at + 1] ?? '');
  }
  return values;
}
