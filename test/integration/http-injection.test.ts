/**
 * Goal: what a caller writes into a question is a value, never syntax: it matches literally or is
 * refused, quickly, and makes nothing connect anywhere.
 */
import { type AddressInfo, createServer } from 'node:net';
import t from 'tap';
import { injectionsWith } from '../support/injections.ts';
import { startService } from '../support/running-service.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';

const ANSWER_MAX_MS = 10_000;

let connections = 0;
const trap = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let url = '';
let trapUrl = '';

t.before(async () => {
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const { port } = trap.address() as AddressInfo; // of a TCP server
  trapUrl = `http://127.0.0.1:${port}/`;
  ({ url } = await startService(t, ASKING_SAMPLES));
});
t.teardown(() => trap.close());

const injections = (): readonly string[] => injectionsWith(trapUrl);

t.test('in the text of a search', async (t) => {
  for (const text of injections()) {
    for (const literal of ['true', 'false']) {
      const { status, body } = await ask(`/search?text=${encodeURIComponent(text)}&literal=${literal}&limit=1`); // biome-ignore format: one after the other
      t.ok(status === 200 || status === 400, `${JSON.stringify(text)}: ${status} ${body}`);
      if (status !== 200 || literal === 'false') continue;
      const { total, hits } = JSON.parse(body);
      const isLiteral = hits.every((hit: object) => holds(hit, text.trim()));
      t.ok(total === 0 || isLiteral, `${JSON.stringify(text)} matches only where it stands`);
    }
  }
});

/** In any field that is searched, without regard to case. */
const holds = (hit: object, text: string): boolean =>
  Object.values(hit).some((value) => String(value).toLowerCase().includes(text.toLowerCase()));

const FILTERS = ['key', 'user-agent', 'ip', 'status', 'key-prefix', 'not', 'without'];

// Each with each filter is in test/questions/ask/injection.test.ts: here they take turns.
t.test('as the value of a filter', async (t) => {
  for (const [at, value] of injections().entries()) {
    for (const filter of new Set([FILTERS[at % 2 === 0 ? 0 : 4] ?? '', FILTERS[at % 7] ?? ''])) {
      const { status, body } = await ask(
        `/top/ip?${filter}=${encodeURIComponent(escaped(value))}&limit=1`,
      ); // one after the other
      t.ok(
        status === 200 || status === 400,
        `${filter}=${JSON.stringify(value)}: ${status} ${body}`,
      );
      if (status !== 200) continue;
      t.equal(JSON.parse(body).totals.requests, 0, `${filter}=${JSON.stringify(value)}: nothing is called so`); // biome-ignore format: one assertion
    }
    const { body } = await ask(`/top/ip?is=${encodeURIComponent(`key=${value}`)}&limit=1`);
    t.equal(JSON.parse(body).totals.requests, 0, `is key=${JSON.stringify(value)}`);
  }
});

/** The first of them, which are nothing but wildcards. */
const WILD = 4;

/** `*` and `?` mean no more than that. */
const escaped = (value: string): string => value.replace(/[*?\\]/g, '\\$&');

t.test('as a pattern, of which only * and ? are more than text', async (t) => {
  for (const [turn, dimension] of ['key', 'user-agent'].entries()) {
    const { rows } = JSON.parse((await ask(`/top/${dimension}?limit=10000`)).body);
    for (const value of injections().filter((_, at) => at % 2 === turn || at < WILD)) {
      const { status, body } = await ask(`/top/ip?${dimension}=${encodeURIComponent(value)}`);
      t.equal(status, 200, body);
      const found = rows.filter(({ name }: { readonly name: string }) => finds(value, name));
      const wanted = found.reduce((sum: number, row: { readonly requests: number }) => sum + row.requests, 0); // biome-ignore format: one sum
      t.equal(JSON.parse(body).totals.requests, wanted, `${dimension}=${JSON.stringify(value)}`);
    }
  }
});

function finds(pattern: string, text: string): boolean {
  const source = pattern.replace(/\\[*?\\]|[\s\S]/gu, (part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : RegExp.escape(part.length > 1 ? part.slice(1) : part);
  });
  return new RegExp(`^${source}$`, 'su').test(text);
}

t.test('as name, client, cursor, time and metric', async (t) => {
  for (const value of injections()) {
    const escaped = encodeURIComponent(value);
    for (const path of [
      `/top/${escaped}`,
      `/client/${escaped}`,
      `/search?text=a&after=${escaped}`,
      `/timeline?from=${escaped}`,
      `/compare?by=${escaped}`,
      `/top/ip?limit=${escaped}`,
      `/top/ip?${escaped}=1`,
    ]) {
      const { status, body } = await ask(path); // one after the other
      t.ok(status >= 400 && status < 500, `${path}: ${status} ${body}`);
    }
  }
  t.equal(connections, 0, 'nobody was called');
  t.equal((await ask('/readyz')).status, 200);
});

async function ask(path: string) {
  const begin = Date.now();
  const answer = await fetch(url + path);
  const body = await answer.text();
  t.ok(Date.now() - begin < ANSWER_MAX_MS, path);
  return { status: answer.status, body };
}
