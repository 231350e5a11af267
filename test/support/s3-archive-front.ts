/** In front of an S3: the objects that a test names lie in an archive, and a GET of them is refused. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ArchiveFront {
  readonly url: string;
  /** Keys; a test restores one by taking it out. */
  readonly archived: Set<string>;
  /** Keys of which a GET was refused. */
  readonly refused: Set<string>;
  close(): Promise<void>;
}

const REFUSAL =
  '<?xml version="1.0"?><Error><Code>InvalidObjectState</Code>' +
  "<Message>The operation is not valid for the object's storage class</Message>" +
  '<StorageClass>DEEP_ARCHIVE</StorageClass></Error>';

export async function startArchiveFront(target: string): Promise<ArchiveFront> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', target);
      const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
      if (incoming.method === 'GET' && front.archived.has(key)) {
        front.refused.add(key);
        outgoing.writeHead(403, { 'content-type': 'application/xml' }).end(REFUSAL);
        return;
      }
      const answer = await fetch(url, { method: incoming.method ?? 'GET' });
      const headers = Object.fromEntries(answer.headers);
      const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers;
      const body = Buffer.from(await answer.arrayBuffer());
      outgoing.writeHead(answer.status, kept).end(body);
    })().catch(() => outgoing.destroy()); // the client went away
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  const front: ArchiveFront = {
    url: `http://127.0.0.1:${port}`,
    archived: new Set(),
    refused: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}
