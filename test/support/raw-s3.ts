/**
 * An S3 over bare sockets: LIST names the objects it is given, and what a GET is answered with, byte
 * by byte, is the test's to say.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Test } from 'tap';
import type { Certificate } from './make-certificate.ts';

/** A GET that came in. */
export interface RawGet {
  readonly key: string;
  /** The head, without the empty line. */
  readonly head: string;
  readonly socket: Socket;
  /** The SDK asks; else it is the quick way. */
  readonly isSdk: boolean;
}

export interface RawS3 {
  readonly url: string;
  readonly gets: readonly RawGet[];
  /** All that were ever opened. */
  readonly sockets: ReadonlySet<Socket>;
}

const BUCKET = '/bucket';

export async function startRawS3(
  t: Test,
  sizes: Readonly<Record<string, number>>,
  answer: (get: RawGet) => void,
  certificate: Certificate | null = null,
): Promise<RawS3> {
  const [gets, sockets]: [RawGet[], Set<Socket>] = [[], new Set()];
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    let unread = '';
    socket.on('error', () => undefined); // the client went away
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1');
      for (let end = unread.indexOf('\r\n\r\n'); end >= 0; end = unread.indexOf('\r\n\r\n')) {
        const head = unread.slice(0, end);
        unread = unread.slice(end + 4);
        const path = head.split(' ')[1] ?? '';
        if (path.includes('list-type=2')) socket.write(ok(listing(sizes)));
        else {
          const key = decodeURIComponent(path.slice(BUCKET.length + 1).replace(/\?.*/, ''));
          const get = { key, head, socket, isSdk: /^user-agent: aws-sdk-js/im.test(head) };
          gets.push(get);
          answer(get);
        }
      }
    });
  };
  const server = certificate === null ? createServer(accept) : createTlsServer(certificate, accept);
  server.on('tlsClientError', () => undefined); // the client does not trust it
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // listening on TCP
  const scheme = certificate === null ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${port}`, gets, sockets };
}

/** A whole answer of status 200. */
export const ok = (body: string, headers = 'ETag: "e"\r\n'): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;

const listing = (sizes: Readonly<Record<string, number>>): string =>
  `<ListBucketResult><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${Object.entries(sizes)
    .map(
      ([key, size]) =>
        `<Contents><Key>${key}</Key><LastModified>2026-01-17T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>${size}</Size></Contents>`,
    )
    .join('')}</ListBucketResult>`;
