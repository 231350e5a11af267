/**
 * Goal: whatever is wrong with a request, its answer is a problem (RFC 9457) with the id that the log
 * has, nothing of the inside is told, and the process lives on.
 */
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { Type } from 'typebox';
import { TamarinError } from '../../src/core/error.ts';
import { failureOf } from '../../src/http/problem/problem.ts';
import { healthRoutes } from '../../src/http/routes/health.ts';
import type { App, RouteGroup } from '../../src/http/service/service.ts';
import { buildTestApp } from './build-service.ts';

const CANARY = 'canary-of-the-inside';

interface Refusal {
  readonly name: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'OPTIONS' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
  readonly status: number;
  readonly code: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const REFUSALS: readonly Refusal[] = [
  { name: 'an address that there is not', url: '/nothing', status: 404, code: 'not_found' },
  { name: 'one with a slash more', url: '/top/ip/', status: 404, code: 'not_found' },
  { name: 'one that climbs', url: '/docs/static/..%2f..%2fpackage.json', status: 404, code: 'not_found' }, // biome-ignore format: one row
  { name: 'a method that it does not take', method: 'DELETE', url: '/top/ip', status: 405, code: 'method_not_allowed' }, // biome-ignore format: one row
  { name: 'no escape', url: '/top/%zz', status: 400, code: 'bad_request' },
  { name: 'a dimension that there is not', url: '/top/nothing', status: 400, code: 'usage' },
  { name: 'a parameter that there is not', url: '/top/ip?nothing=1', status: 400, code: 'usage' },
  { name: 'a parameter twice', url: '/top/ip?by=bytes&by=requests', status: 400, code: 'usage' },
  { name: 'the argument once more', url: '/top/ip?dimension=key', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'another format', url: '/top/ip?format=xml', status: 400, code: 'bad_request' },
  { name: 'a limit too large', url: '/top/ip?limit=10001', status: 400, code: 'usage' },
  { name: 'no text to search for', url: '/search', status: 400, code: 'usage' },
  { name: 'the name of a prototype', url: '/top/ip?__proto__=x', status: 400, code: 'usage' },
  { name: 'its constructor', url: '/top/constructor?constructor[prototype]=x', status: 400, code: 'usage' }, // biome-ignore format: one row
  {
    name: 'a cursor of nobody',
    url: '/search?text=x&after=eyJhIjoxfQ',
    status: 400,
    code: 'usage',
  },
];

/** To a route that takes `{"a": number}`. */
const BODY_REFUSALS: readonly Refusal[] = [
  { name: 'a body over 64 KiB', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: `"${'x'.repeat(2_000_000)}"`, status: 413, code: 'body_too_large' }, // biome-ignore format: one row
  { name: 'a body that is no JSON', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'a body with __proto__', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{"__proto__":{"x":1}}', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'a body with constructor.prototype', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{"constructor":{"prototype":{"x":1}}}', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: '10,000 arrays in each other', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '['.repeat(10_000) + ']'.repeat(10_000), status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'the same key twice', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{"a":1,"a":"2"}', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'a body of another type', method: 'POST', url: '/echo', headers: { 'content-type': 'application/xml' }, payload: '<a/>', status: 415, code: 'unsupported_media_type' }, // biome-ignore format: one row
  { name: 'a type with a tab before its parameters (CVE-2026-3419)', method: 'POST', url: '/echo', headers: { 'content-type': 'application/json\ta' }, payload: '{}', status: 415, code: 'unsupported_media_type' }, // biome-ignore format: one row
  { name: 'a type that only begins well (CVE-2026-25223)', method: 'POST', url: '/echo', headers: { 'content-type': 'application/jsonx' }, payload: '{}', status: 415, code: 'unsupported_media_type' }, // biome-ignore format: one row
  { name: 'a property that is not known', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{"a":1,"b":2}', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'a text for a number', method: 'POST', url: '/echo', headers: JSON_TYPE, payload: '{"a":"1"}', status: 400, code: 'bad_request' }, // biome-ignore format: one row
  { name: 'another character set', method: 'POST', url: '/echo', headers: { 'content-type': 'application/json' }, payload: '\ufeff\u0000', status: 400, code: 'bad_request' }, // biome-ignore format: one row
];

const echoRoutes: RouteGroup = (app) => {
  const body = Type.Object({ a: Type.Optional(Type.Number()) }, { additionalProperties: false });
  app.post('/echo', { schema: { body } }, async ({ body }) => body);
};

t.test('what is wrong with an address', async (t) => {
  await refuseAll(t, await buildTestApp(t), REFUSALS);
});

t.test('what is wrong with a body', async (t) => {
  const app = await buildTestApp(t, {}, [], [echoRoutes, healthRoutes]);
  await refuseAll(t, app, BODY_REFUSALS);
  const right = await app.inject({ method: 'POST', url: '/echo', payload: { a: 1 } });
  t.strictSame(JSON.parse(right.body), { a: 1 });
  t.equal(({} as Record<string, unknown>).x, undefined, 'and no prototype has changed');
});

async function refuseAll(t: Test, app: App, refusals: readonly Refusal[]): Promise<void> {
  for (const { name, method = 'GET', url, headers = {}, payload, status, code } of refusals) {
    const body = payload === undefined ? {} : { payload };
    const answer = await app.inject({ method, url, headers, ...body }); // one after the other
    t.equal(answer.statusCode, status, `${name}: ${answer.body}`);
    t.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8', name);
    const problem = JSON.parse(answer.body);
    t.equal(problem.code, code, name);
    t.equal(problem.status, status);
    t.equal(problem.type, `urn:tamarin:problem:${code}`);
    t.equal(problem.requestId, answer.headers['x-request-id'], `${name}: the id`);
  }
  t.equal((await app.inject('/livez')).statusCode, 200, 'and it lives');
}

t.test('a method that an address does not take: those it does', async (t) => {
  const app = await buildTestApp(t);
  const { headers } = await app.inject({ method: 'POST', url: '/top/ip' });
  t.equal(headers.allow, 'GET, HEAD');
});

t.test('what is no HTTP at all ends the connection, not the process', async (t) => {
  const app = await buildTestApp(t);
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(url.port), url.hostname, () => socket.write(text));
      socket.on('data', (bytes) => {
        answer += bytes.toString();
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });
  t.match(await send('\x16\x03\x01\x02\x00 hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
  t.match(await send('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /, 'no Host');
  const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`;
  const overflow = await send(large);
  t.match(overflow, /^HTTP\/1\.1 431 /);
  t.match(overflow, /content-type: application\/problem\+json/);
  t.equal(JSON.parse(overflow.slice(overflow.indexOf('{'))).code, 'header_too_large');
  const smuggled = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'; // biome-ignore format: one text
  t.match(await send(smuggled), /^HTTP\/1\.1 400 /);
  t.equal((await fetch(new URL('/livez', url))).status, 200);
});

t.test('of a mistake inside nothing is told; the log has it, with the same id', async (t) => {
  const log: string[] = [];
  const ask = async () => {
    throw new Error(CANARY);
  };
  const app = await buildTestApp(t, { ask }, log);
  const { statusCode, body, headers } = await app.inject({
    url: '/top/ip',
    headers: { 'x-request-id': 'of-the-caller.1' },
  });
  t.equal(statusCode, 500);
  t.notMatch(body, CANARY);
  t.equal(headers['x-request-id'], 'of-the-caller.1');
  const line = log.find((each) => each.includes(CANARY));
  t.equal(JSON.parse(line ?? '{}').reqId, 'of-the-caller.1');
});

t.test('an id that could forge a log is not taken', async (t) => {
  const app = await buildTestApp(t);
  for (const id of ['a b', '"}', 'x'.repeat(65), '']) {
    const { headers } = await app.inject({ url: '/livez', headers: { 'x-request-id': id } }); // one after the other
    t.match(headers['x-request-id'], /^[\da-f-]{36}$/);
  }
});

t.test(
  'what went wrong with the work: the meaning of its code, or what the caller can mend',
  async (t) => {
    const denied = new TamarinError('opensearch_denied', `${CANARY} refused us`, { hint: CANARY });
    const { problem, headers } = failureOf(denied, 'id');
    t.equal(problem.status, 502);
    t.notMatch(JSON.stringify(problem), CANARY);
    t.strictSame(headers, {});
    const usage = failureOf(new TamarinError('usage', 'Wrong.', { hint: 'Do this.' }), 'id');
    t.equal(usage.problem.detail, 'Wrong. Do this.');
    const late = failureOf(new TamarinError('question_timed_out', CANARY), 'id');
    t.equal(late.problem.status, 503);
    t.strictSame(late.headers, { 'retry-after': '5' });
  },
);
