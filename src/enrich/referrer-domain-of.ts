/**
 * The host that a referrer names; of an app on Android (`android-app://com.example.player/`) its
 * package. Callers send what they like: anything odd has no domain.
 */

/** Nearly every referrer: tried first, because it costs a third of the long way. */
const PLAIN = /^https?:\/\/(?:www\.)?([a-z0-9-]+\.[a-z0-9.-]*[a-z0-9])(?:[/?#]|$)/;
const SCHEME = /^(?:https?|android-app):\/\//i;
/** Ends the part of a URL that names user, host and port; a browser takes `\` for `/`. */
const AUTHORITY_END = /[/?#\\]/;
const PORT = /:\d{0,5}$/;
/** Letters, digits and what is not ASCII: names of other scripts stay as they were sent. */
const HOST_NAME = /^[\w\u0080-\u{10ffff}-]+(?:\.[\w\u0080-\u{10ffff}-]+)*$/u;
const IPV6_ADDRESS = /^\[[0-9a-f:.]+\]$/;
/** The longest name that DNS can hold. */
const HOST_LENGTH_MAX = 253;

/** Lower case, without `www.`, user and port; null for what is neither a URL of the web nor an app. */
export function referrerDomainOf(referrer: string): string | null {
  const plain = PLAIN.exec(referrer)?.[1];
  if (plain !== undefined && plain.length <= HOST_LENGTH_MAX && !plain.includes('..')) return plain;
  const scheme = SCHEME.exec(referrer);
  if (scheme === null) return null;
  const rest = referrer.slice(scheme[0].length, scheme[0].length + 4 * HOST_LENGTH_MAX);
  const end = rest.search(AUTHORITY_END);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const withPort = authority.slice(authority.lastIndexOf('@') + 1);
  let host = withPort.replace(PORT, '').toLowerCase();
  if (host.endsWith('.')) host = host.slice(0, -1);
  if (host.startsWith('www.') && host.includes('.', 4)) host = host.slice(4);
  if (host.length > HOST_LENGTH_MAX) return null;
  return HOST_NAME.test(host) || IPV6_ADDRESS.test(host) ? host : null;
}
