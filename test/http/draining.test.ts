/** Goal: a service that stops lets answers go out, takes nothing new, and is gone within 10 s. */
import { Agent } from 'node:http';
import t from 'tap';
import { TamarinError } from '../../src/core/error.ts';
import { listen } from '../../src/http/server.ts';
import type { Answered } from '../../src/questions/question.ts';
import { keptGet } from '../support/kept-get.ts';
import { until } from '../support/live-run.ts';
import { buildTestApp, makeTestService } from './build-service.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

t.test('idle connections do not hold up the end', async (t) => {
  const { url, stop } = await listen(makeTestService(), LOOPBACK);
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  t.equal((await keptGet(`${url}/livez`, agent)).status, 200);
  const begin = performance.now();
  await stop();
  t.ok(performance.now() - begin < 2_000);
  await t.rejects(keptGet(`${url}/livez`, agent), 'nobody listens');
});

t.test('an answer under way goes out, and meanwhile nothing new is taken', async (t) => {
  let answer = (_: Answered): void => undefined;
  let isAsked = false;
  const ask = (): Promise<Answered> => {
    isAsked = true;
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  const { url, stop } = await listen(makeTestService({ ask }), LOOPBACK);
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const asked = keptGet(`${url}/top/ip`, agent);
  await until('it is asked', () => isAsked);
  const stopped = stop();
  const ready = await keptGet(`${url}/readyz`, agent);
  t.equal(ready.status, 503);
  t.equal(JSON.parse(ready.body).code, 'stopping');
  t.equal(ready.connection, 'close');
  t.equal((await keptGet(`${url}/livez`, agent)).status, 200, 'it still lives');
  const late = await keptGet(`${url}/compare`, agent);
  t.equal(late.status, 503, 'no other question is taken');
  answer({ answer: { question: 'top' }, present: () => undefined } as unknown as Answered); // what is sent of it
  const { status, body, connection } = await asked;
  t.equal(status, 200);
  t.equal(body, '{"question":"top"}\n');
  t.equal(connection, 'close');
  await stopped;
});

t.test('an answer that never comes is given up in time', async (t) => {
  let isAsked = false;
  const ask = (): Promise<Answered> => {
    isAsked = true;
    return new Promise(() => undefined);
  };
  const { url, stop } = await listen(makeTestService({ ask }), LOOPBACK);
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const asked = t.rejects(keptGet(`${url}/top/ip`, agent));
  await until('it is asked', () => isAsked);
  const begin = performance.now();
  await stop();
  const seconds = (performance.now() - begin) / 1_000;
  t.ok(seconds > 4 && seconds < 9, `${seconds} s`);
  await asked;
});

t.test('a port that another one has: the error names it and the flag', async (t) => {
  const { url, stop } = await listen(makeTestService(), LOOPBACK);
  t.teardown(stop);
  const port = Number(new URL(url).port);
  const error: unknown = await listen(makeTestService(), { host: '127.0.0.1', port }).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TamarinError)) throw new Error('it listens');
  t.equal(error.code, 'port_taken');
  t.match(error.message, String(port));
  t.match(error.hint, '--port');
});

t.test('an address of another machine: the error names it', async (t) => {
  await t.rejects(listen(makeTestService(), { host: '192.0.2.1', port: 0 }), {
    code: 'config_invalid',
    message: /192\.0\.2\.1/,
  });
});

t.test('no request, answer or connection may take for ever', async (t) => {
  const app = await buildTestApp(t, { questionTimeoutMs: 60_000 });
  const { server } = app;
  t.strictSame(
    [server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout],
    [15_000, 30_000, 72_000, 90_000],
  );
});
