/** Why there was no answer, in words that help: OpenSSL's own help nobody. */
import { connect } from 'node:tls';
import { messageOf } from '../core/error.ts';

export interface ConnectionFailure {
  readonly reason: string;
  readonly hint: string;
}

/** How a user names what was asked. */
interface Addressee {
  readonly server: string;
  /** The setting with its URL. */
  readonly url: string;
  /** What to do where nothing better is known. */
  readonly hint: string;
}

const OPENSEARCH: Addressee = {
  server: 'OpenSearch',
  url: 'OPENSEARCH_URL',
  hint: 'Check that it is running and that OPENSEARCH_URL is correct, or unset OPENSEARCH_URL to use the embedded engine.',
};

interface Failure {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly hint: (asked: Addressee) => string;
}

// biome-ignore format: a table, one row a kind of failure
const FAILURES: readonly Failure[] = [
  { pattern: /wrong version number|packet length too long/i, meaning: 'it speaks http://, not https://', hint: ({ url }) => `Use http:// in ${url}.` },
  { pattern: /self.signed certificate|unable to (?:verify|get) |certificate signature failure/i, meaning: 'its certificate comes from an authority that is not trusted here', hint: () => 'Set OPENSEARCH_CA_FILE to the PEM file of the authority that signed it.' },
  { pattern: /certificate has expired/i, meaning: 'its certificate has expired', hint: ({ server }) => `Give ${server} a new certificate.` },
  { pattern: /altnames/i, meaning: 'its certificate is for another host name', hint: ({ url }) => `Use a host name from the certificate in ${url}.` },
  { pattern: /it speaks https/, meaning: 'it speaks https://, not http://', hint: ({ url }) => `Use https:// in ${url}.` },
];

export function connectionFailure(error: unknown, asked = OPENSEARCH): ConnectionFailure {
  const [first = ''] = messageOf(error).split('\n');
  const known = FAILURES.find(({ pattern }) => pattern.test(first));
  if (known === undefined) return { reason: first, hint: asked.hint };
  const { meaning, hint } = known;
  const isTold = first === meaning || /wrong version|packet length|it speaks/.test(first);
  return { reason: isTold ? meaning : `${meaning} (${first})`, hint: hint(asked) };
}

const PROBE_MS = 2_000;

/** A TLS port closes a plain connection without a word, so it is asked whether it speaks TLS. */
export function speaksTls({ hostname, port }: URL): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, ''); // IPv6 stands in brackets
  return new Promise((resolve) => {
    // Nothing is sent through it, so that it need not be trusted.
    const socket = connect({ host, port: Number(port || 80), rejectUnauthorized: false });
    const end = (isTls: boolean): void => {
      socket.destroy();
      resolve(isTls);
    };
    socket.setTimeout(PROBE_MS, () => end(false));
    socket.once('secureConnect', () => end(true));
    socket.once('error', () => end(false));
  });
}
