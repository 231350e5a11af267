/** Goal: questions are answered a few at a time, not for ever, and not for who went away. */
import { once } from 'node:events';
import { request } from 'node:http';
import t from 'tap';
import type { Answered } from '../../src/questions/question.ts';
import { until } from '../support/live-run.ts';
import { buildTestApp } from './build-service.ts';

/** Ends only when it is aborted, as a search does. */
function endless(signals: AbortSignal[]) {
  return async (_: unknown, signal: AbortSignal): Promise<Answered> => {
    signals.push(signal);
    await once(signal, 'abort');
    throw signal.reason;
  };
}

t.test('a caller that goes away ends its question, and gives its place free', async (t) => {
  const signals: AbortSignal[] = [];
  const log: string[] = [];
  const app = await buildTestApp(t, { ask: endless(signals) }, log);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const asked = Array.from({ length: 8 }, () => {
    const sent = request(`${url}/top/ip`, { agent: false });
    sent.on('error', () => undefined).end(); // it is ended from here
    return sent;
  });
  await until('eight are asked', () => signals.length === 8);
  const ninth = await fetch(`${url}/compare`);
  t.equal(ninth.status, 503);
  t.equal(ninth.headers.get('retry-after'), '5');
  t.equal(JSON.parse(await ninth.text()).code, 'busy');
  t.equal((await fetch(`${url}/top/ip?by=x`)).status, 400, 'what is wrong is told at once');
  t.equal((await fetch(`${url}/readyz`)).status, 200, 'and all else is answered');

  for (const sent of asked) sent.destroy();
  await until('all are ended', () => signals.every(({ aborted }) => aborted));
  const sent = request(`${url}/top/ip`, { agent: false });
  sent.on('error', () => undefined).end(); // it is ended from here
  await until('another one is asked', () => signals.length === 9);
  sent.destroy();
  await until('it is ended too', () => signals[8]?.aborted === true);
  t.notMatch(log.join(''), /"level":"error"/, 'that somebody went away is no error');
});

t.test('an answer that takes too long is given up', async (t) => {
  const signals: AbortSignal[] = [];
  const app = await buildTestApp(t, { ask: endless(signals), questionTimeoutMs: 50 });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${url}/timeline`);
  t.equal(answer.status, 503);
  t.equal(answer.headers.get('retry-after'), '5');
  t.equal(JSON.parse(await answer.text()).code, 'question_timed_out');
  t.equal(signals[0]?.aborted, true);
});
