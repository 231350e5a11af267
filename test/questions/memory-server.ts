/**
 * Documents in memory behind the part of OpenSearch's HTTP that questions use, so that a whole
 * command line can be tested without an engine.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TamarinError } from '../../src/core/error.ts';
import type { Body } from './memory-query.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';

export interface MemoryServer {
  readonly url: string;
  readonly port: MemorySearch;
  /** Method and path of every request. */
  readonly requests: readonly string[];
  /** Of every search: how long it may take. */
  readonly timeouts: readonly unknown[];
  close(): Promise<void>;
}

const SETTINGS = {
  'index.number_of_shards': '1',
  'index.search.concurrent_segment_search.mode': 'none',
};

export async function serveMemory(documents: readonly Document[]): Promise<MemoryServer> {
  const port = new MemorySearch(documents);
  const requests: string[] = [];
  const timeouts: unknown[] = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    requests.push(`${request.method} ${path}`);
    const sent = await read(request);
    if (sent.pit !== undefined) timeouts.push(sent.timeout);
    const { status, body } = await answer(port, `${request.method} ${path}`, sent);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port: number } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${number}`,
    port,
    requests,
    timeouts,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [first = '{}'] = Buffer.concat(chunks).toString().split('\n'); // one, or those of several searches
  return chunks.length === 0 ? {} : JSON.parse(first);
}

/** Records that no sync is known of. */
const NO_BOOKKEEPING = [0, 1, 2, 3].map(() => ({
  status: 200,
  hits: { total: { value: 0 }, hits: [] },
}));

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(port: MemorySearch, asked: string, body: Body): Promise<Answer> {
  try {
    return { status: 200, body: await bodyOf(port, asked, body) };
  } catch (error) {
    if (!(error instanceof TamarinError)) throw error; // a mistake in the test
    const details = { type: error.message, reason: error.code };
    return { status: 400, body: { error: { root_cause: [details], ...details } } };
  }
}

async function bodyOf(port: MemorySearch, asked: string, body: Body): Promise<unknown> {
  const indices = await port.recordIndices();
  const pointInTime = /^POST \/([^/]+)\/_search\/point_in_time/.exec(asked)?.[1];
  if (pointInTime !== undefined) {
    const names = pointInTime.split(',');
    const chosen = indices.filter(({ name }) => names.includes(name));
    const id = await port.openPointInTime(chosen.map(({ name }) => name));
    return { pit_id: id, _shards: { total: chosen.length } };
  }
  if (asked.startsWith('DELETE /_search/point_in_time')) {
    for (const id of body.pit_id as readonly string[]) await port.closePointInTime(id); // as sent
    return { pits: [] };
  }
  if (/^POST \/_search\b/.test(asked)) {
    const { pit, timeout: _, ...query } = body;
    const { id } = pit as { id: string }; // as sent
    const answer = await port.search(id, query);
    return { timed_out: false, _shards: { total: 1, successful: 1, failed: 0 }, ...answer };
  }
  if (/^GET \/_resolve\/index\//.test(asked))
    return { indices: indices.map(({ name }) => ({ name, attributes: ['open'] })) };
  if (asked.includes('/_settings'))
    return Object.fromEntries(indices.map(({ name }) => [name, { settings: SETTINGS }]));
  if (asked.startsWith('POST /_msearch')) return { responses: NO_BOOKKEEPING };
  // Nothing is hidden from the user: no field, and as many records stored as found.
  if (/\/_(?:mapping|stats)\b/.test(asked)) return {};
  if (asked.includes('/_index_template/')) return { acknowledged: true };
  if (asked.includes('/_count')) return { count: 0 };
  if (asked.includes('/_refresh')) return { _shards: { failed: 0 } };
  if (asked === 'GET /') return { version: { number: '3.8.0', distribution: 'opensearch' } };
  throw new Error(`no such request here: ${asked}`);
}
