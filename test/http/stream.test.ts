/**
 * Goal: rows go out as they are read, as fast as they are taken; what goes wrong before the first is a
 * problem, and behind it cuts the connection; who hangs up stops the reading.
 */
import { once } from 'node:events';
import t from 'tap';
import { TamarinError } from '../../src/core/error.ts';
import type { Service } from '../../src/http/service/service.ts';
import { MemorySearch } from '../questions/memory-search.ts';
import { at } from '../questions/naive.ts';
import { buildTestApp } from './build-service.ts';

const MANY = Array.from({ length: 20_000 }, (_, n) => at('2026-01-01T00:00:00Z', n, { key: `k${n}`, user_agent: 'x'.repeat(1_000) })); // biome-ignore format: one list

/** Answers from memory; `searches` counts what is asked, and aborts as a server does. */
function streamFrom(port: MemorySearch): Service['stream'] {
  return async (asks, signal) => {
    const search: MemorySearch['search'] = async (id, body) => {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 1));
      return port.search(id, body);
    };
    const asked = new Proxy(port, {
      get: (target, name) => {
        const value: unknown = name === 'search' ? search : Reflect.get(target, name);
        return typeof value === 'function' && name !== 'search' ? value.bind(target) : value;
      },
    });
    await asks(asked);
  };
}

async function serve(parts: Partial<Service>) {
  const app = await buildTestApp(t, parts);
  return app.listen({ host: '127.0.0.1', port: 0 });
}

t.test('all rows arrive', async (t) => {
  const port = new MemorySearch(MANY);
  const url = await serve({ stream: streamFrom(port) });
  const answer = await fetch(`${url}/records?limit=all&fields=key`);
  const lines = (await answer.text()).trimEnd().split('\n');
  t.equal(new Set(lines).size, MANY.length);
  t.equal(port.openCount, 0);
});

t.test('notes stand in a header, as many as there is room for', async (t) => {
  const url = await serve({ stream: streamFrom(new MemorySearch(MANY.slice(0, 5))) });
  const notesOf = async (...keys: readonly string[]) => {
    const filters = keys.map((key) => `key=${encodeURIComponent(key)}`).join('&');
    const { headers } = await fetch(`${url}/records?${filters}`);
    return JSON.parse(headers.get('tamarin-notes') ?? 'null');
  };
  t.equal(await notesOf('k1'), null);
  t.strictSame(await notesOf('é', 'k1'), ['No key in this range is “é”.']);
  const long = Array.from({ length: 15 }, (_, n) => `${n}${'é'.repeat(100)}`);
  t.ok((await notesOf(...long)).length < 15);
});

t.test('a failure before the first row is a problem', async (t) => {
  const url = await serve({
    stream: async () => {
      throw new TamarinError('no_records', 'There are no records yet.');
    },
  });
  const answer = await fetch(`${url}/records`);
  t.equal(answer.status, 404);
  t.match(await answer.json(), { code: 'no_records' });
  t.equal((await fetch(`${url}/records?limit=0`)).status, 400);
});

t.test('a failure behind the first row cuts the connection', async (t) => {
  const port = new MemorySearch(MANY, {
    before: (body, { bodies }) => {
      if (body.search_after !== undefined && bodies.length > 6)
        throw new TamarinError('question_failed', 'a shard is gone');
    },
  });
  const url = await serve({ stream: streamFrom(port) });
  const answer = await fetch(`${url}/records?limit=all`);
  t.equal(answer.status, 200);
  await t.rejects(answer.text(), 'a part is never taken for the whole');
  t.equal(port.openCount, 0);
});

t.test('who hangs up stops the reading', async (t) => {
  const port = new MemorySearch(MANY);
  const url = await serve({ stream: streamFrom(port) });
  const gone = new AbortController();
  const answer = await fetch(`${url}/records?limit=all`, { signal: gone.signal });
  await answer.body?.getReader().read();
  gone.abort();
  const deadline = AbortSignal.timeout(5_000);
  while (port.openCount > 0 && !deadline.aborted) await once(AbortSignal.timeout(20), 'abort'); // until it is seen
  t.equal(port.openCount, 0);
  t.ok(port.bodies.length < 12, `${port.bodies.length} searches`);
});
