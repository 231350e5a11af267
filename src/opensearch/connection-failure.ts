/** Why there was no answer, in words that help: OpenSSL's own help nobody. */
import { connect } from 'node:tls';
import { messageOf } from '../core/error.ts';

export interface ConnectionFailure {
  readonly reason: string;
  readonly hint: string;
}

const GENERAL_HINT =
  'Check that it is running and that OPENSEARCH_URL is correct, or unset OPENSEARCH_URL to use the embedded engine.';

// biome-ignore format: a table, one row a kind of failure
const FAILURES: readonly { readonly pattern: RegExp; readonly meaning: string; readonly hint: string }[] = [
  { pattern: /wrong version number|packet length too long/i, meaning: 'it speaks http://, not https://', hint: 'Use http:// in OPENSEARCH_URL.' },
  { pattern: /self.signed certificate|unable to (?:verify|get) |certificate signature failure/i, meaning: 'its certificate comes from an authority that is not trusted here', hint: 'Set OPENSEARCH_CA_FILE to the PEM file of the authority that signed it.' },
  { pattern: /certificate has expired/i, meaning: 'its certificate has expired', hint: 'Give OpenSearch a new certificate.' },
  { pattern: /altnames/i, meaning: 'its certificate is for another host name', hint: 'Use a host name from the certificate in OPENSEARCH_URL.' },
  { pattern: /it speaks https/, meaning: 'it speaks https://, not http://', hint: 'Use https:// in OPENSEARCH_URL.' },
];

export function connectionFailure(error: unknown): ConnectionFailure {
  const [first = ''] = messageOf(error).split('\n');
  const known = FAILURES.find(({ pattern }) => pattern.test(first));
  if (known === undefined) return { reason: first, hint: GENERAL_HINT };
  const { meaning, hint } = known;
  const isTold = first === meaning || /wrong version|packet length|it speaks/.test(first);
  return { reason: isTold ? meaning : `${meaning} (${first})`, hint };
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
