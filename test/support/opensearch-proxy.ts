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
  /** The status to answer with instead of OpenSearch; null: it is asked. */
  readonly refuse?: (exchange: Exchange) => number | null;
  /**
   * The request does not reach OpenSearch: `swallow` ends its connection, `stall` leaves the sender
   * waiting.
   */
  readonly before?: (exchange: Exchange) => 'swallow' | 'stall' | 'pass';
  /** `swallow`: OpenSearch has carried it out, but the answer is lost. */
  readonly after?: (exchange: Exchange) => 'swallow' | 'pass';
  /** OpenSearch is asked twice, and its second answer is given: as if it had tried again inside. */
  readonly twice?: (exchange: Exchange) => boolean;
  /** What is answered instead of what OpenSearch said. */
  readonly rewrite?: (exchange: Exchange, answer: string) => string;
}

const JSON_TYPE = 'application/json';

export interface Proxy {
  readonly url: string;
  /** Waits until OpenSearch has answered what was passed on, also for a sender that is gone. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function startProxy(watcher: Watcher): Promise<Proxy> {
  const underWay = new Set<Promise<unknown>>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await readBody(incoming);
      const exchange = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        body: body.toString(),
      };
      const verdict = watcher.before?.(exchange);
      if (verdict === 'swallow') return void incoming.socket.destroy();
      if (verdict === 'stall') return;
      const refusal = watcher.refuse?.(exchange) ?? null;
      if (refusal !== null) {
        outgoing.writeHead(refusal, { 'content-type': JSON_TYPE }).end('{}');
        return;
      }
      const type = incoming.headers['content-type'];
      if (watcher.twice?.(exchange) === true) await passOn(exchange, type, body);
      const passing = passOn(exchange, type, body);
      underWay.add(passing);
      const { status, contentType, answer } = await passing.finally(() => underWay.delete(passing));
      if (watcher.after?.(exchange) === 'swallow') return void incoming.socket.destroy();
      outgoing.writeHead(status, { 'content-type': contentType });
      outgoing.end(watcher.rewrite?.(exchange, answer.toString()) ?? answer);
    })().catch(() => outgoing.destroy()); // the child was killed, or OpenSearch went away
  });
  // Node closes an idle socket after 5 s, which a request on its way would meet as a reset.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    quiet: async () => void (await Promise.allSettled(underWay)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn({ method, path }: Exchange, contentType: string | undefined, body: Buffer) {
  const response = await fetch(testEngineUrl() + path, {
    method,
    headers: { 'content-type': contentType ?? JSON_TYPE },
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? JSON_TYPE,
    answer: Buffer.from(await response.arrayBuffer()),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
