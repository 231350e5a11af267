/**
 * What a browser says about the page that asks. A page of another site can lead its own name to our
 * address (DNS rebinding): then the Host header is that name. It cannot do so with an address, nor with
 * `localhost`.
 */
import { isIP } from 'node:net';

/** `allowed`: names in lower case. */
export function isOwnHost(host: string | undefined, allowed: readonly string[]): boolean {
  const name = hostNameOf(host ?? '');
  return name !== null && (name === 'localhost' || isIP(name) !== 0 || allowed.includes(name));
}

/** Of a request that changes something. Programs send no Origin, and pages of ours send our own. */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  const url = URL.parse(origin);
  if (url === null || !/^https?:$/.test(url.protocol)) return false; // also `null`, of a sandboxed page
  return url.host === host?.toLowerCase() || allowed.includes(url.hostname);
}

/** Without port; null where it is no host at all. */
const HOST = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?$/i;

function hostNameOf(host: string): string | null {
  const [, address, name] = HOST.exec(host) ?? [];
  return (address ?? name)?.toLowerCase().replace(/\.$/, '') ?? null;
}
