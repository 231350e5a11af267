/**
 * A real HTTP proxy in front of OpenSearch that a test can watch and interrupt: it sees each request
 * before OpenSearch does, and each answer before Tamarin does.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testEngineUrl } from './opensearch.ts';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Watcher {
  /** `swallow`: the request never reaches OpenSearch, and is never answered. */
  readonly before?: (exchange: Exchange) => 'swallow' | 'pass';
  /** `swallow`: OpenSearch has carried it out, but the answer is lost. */
  readonly after?: (exchange: Exchange) => 'swallow' | 'pass';
}

export interface Proxy {
  readonly url: string;
  /** Waits until OpenSearch has answered what was passed on, also for a sender that is gone. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxy(watcher: Watcher): Promise<Proxy> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const exchanging = (async () => {
      const body = await readBody(incoming);
      const exchange = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        body: body.toString(),
      };
      if (watcher.before?.(exchange) === 'swallow') return void incoming.socket.destroy();
      const response = await fetch(testEngineUrl() + exchange.path, {
        method: exchange.method,
        headers: { 'content-type': incoming.headers['content-type'] ?? 'application/json' },
        ...(body.length === 0 ? {} : { body }),
      });
      const answer = Buffer.from(await response.arrayBuffer());
      if (watcher.after?.(exchange) === 'swallow') return void incoming.socket.destroy();
      outgoing.writeHead(response.status, {
        'content-type': response.headers.get('content-type') ?? 'application/json',
      });
      outgoing.end(answer);
    })()
      .catch(() => void outgoing.destroy()) // the child was killed, or OpenSearch went away
      .finally(() => underWay.delete(exchanging));
    underWay.add(exchanging);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    quiet: async () => void (await Promise.all(underWay)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
