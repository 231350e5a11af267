/**
 * Goal: a service whose OpenSearch does not answer says so, tells callers nothing of the inside, ends
 * what nobody waits for, and goes on as soon as OpenSearch is back.
 */
import t, { type Test } from 'tap';
import { until } from '../support/live-run.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { startService } from '../support/running-service.ts';

const PASSWORD = 'canary-of-opensearch';
/** main.ts ends by force after 9 s. */
const STOP_MAX_MS = 9_500;

/** What the OpenSearch of a test does; the test may change it. */
interface Behaviour {
  /** Index templates are for others. */
  readonly isReaderOnly: boolean;
  searches: 'pass' | 'stall';
  everything: 'pass' | 'swallow';
}

async function startTestService(t: Test, args: readonly string[] = [], isReaderOnly = false) {
  const prefix = testPrefix(t);
  await makeIndex(request, `${prefix}-records-2026-01`);
  await addRecords(request, prefix, [{ '@timestamp': '2026-01-10T00:00:00Z', bucket: 'media' }]);
  const behaviour: Behaviour = { isReaderOnly, searches: 'pass', everything: 'pass' };
  const seen: string[] = [];
  const proxy = await startProxy({
    before: ({ method, path }) => {
      seen.push(`${method} ${path.split('?')[0]}`);
      const isSearch = method === 'POST' && path.startsWith('/_search?');
      return isSearch && behaviour.searches === 'stall' ? 'stall' : behaviour.everything;
    },
    refuse: ({ path }) =>
      behaviour.isReaderOnly && path.startsWith('/_index_template') ? 403 : null,
  });
  t.teardown(() => proxy.close());
  const url = new URL(proxy.url);
  const withPassword = `${url.protocol}//user:${PASSWORD}@${url.host}`;
  const service = await startService(
    t,
    { OPENSEARCH_URL: withPassword, TAMARIN_INDEX_PREFIX: prefix },
    args,
  );
  return { ...service, behaviour, seen, proxyHost: url.host };
}

/** Of the point in time that a question reads: asked for when none of its searches is left. */
const CLOSE = 'DELETE /_search/point_in_time';
const searchesIn = (seen: readonly string[]): number =>
  seen.filter((line) => line === 'POST /_search').length;

t.test('a caller that goes away ends the search in OpenSearch too', async (t) => {
  const { url, said, behaviour, seen } = await startTestService(t);
  behaviour.searches = 'stall';
  const caller = new AbortController();
  const asked = t.rejects(fetch(`${url}/top/ip`, { signal: caller.signal }));
  await until('it is searched', () => searchesIn(seen) > 0);
  caller.abort();
  await asked;
  await until('nothing stays open', () => seen.includes(CLOSE));
  t.equal((await fetch(`${url}/readyz`)).status, 200);
  t.equal(searchesIn(seen.slice(seen.indexOf(CLOSE))), 0, 'and nothing more is searched');
  behaviour.searches = 'pass';
  t.equal((await fetch(`${url}/top/bucket`)).status, 200);
  t.notMatch(said(), '"level":"error"');
});

t.test('an answer that takes longer than --timeout is given up', async (t) => {
  const { url, behaviour } = await startTestService(t, ['--timeout', '1s']);
  behaviour.searches = 'stall';
  const answer = await fetch(`${url}/timeline`);
  t.equal(answer.status, 503);
  t.ok(Number(answer.headers.get('retry-after')) > 0);
  t.equal(JSON.parse(await answer.text()).code, 'question_timed_out');
});

t.test('OpenSearch goes away and comes back', async (t) => {
  const { url, said, behaviour, proxyHost } = await startTestService(t);
  behaviour.everything = 'swallow';
  await until('it is not ready', async () => (await fetch(`${url}/readyz`)).status === 503);
  const notReady = JSON.parse(await (await fetch(`${url}/readyz`)).text());
  t.equal(notReady.code, 'not_ready');
  t.match(notReady.detail, 'opensearch');
  t.equal((await fetch(`${url}/livez`)).status, 200, 'it lives');
  const answer = await fetch(`${url}/top/bucket`);
  const body = await answer.text();
  t.equal(answer.status, 503, body);
  t.ok(Number(answer.headers.get('retry-after')) > 0);
  t.equal(JSON.parse(body).code, 'opensearch_unreachable');
  const told = JSON.stringify(notReady) + body;
  for (const inside of [PASSWORD, proxyHost, 'user']) t.notMatch(told, inside);
  t.match(said(), JSON.parse(body).requestId, 'the log says more, under the same id');
  t.match(said(), proxyHost);
  t.notMatch(said(), PASSWORD, 'but no password');

  behaviour.everything = 'pass';
  await until('it is ready again', async () => (await fetch(`${url}/readyz`)).status === 200);
  t.equal((await fetch(`${url}/top/bucket`)).status, 200);
});

t.test('whose user may only read answers, is ready, and says what it may not', async (t) => {
  const { url, said } = await startTestService(t, [], true);
  t.equal((await fetch(`${url}/readyz`)).status, 200);
  t.equal((await fetch(`${url}/top/bucket`)).status, 200);
  t.match(said(), 'Questions are answered, but a sync may fail: ');
});

t.test('a search that never ends does not hold up the end of the service', async (t) => {
  const { url, run, behaviour, seen } = await startTestService(t);
  behaviour.searches = 'stall';
  const asked = t.rejects(fetch(`${url}/top/ip`));
  await until('it is searched', () => searchesIn(seen) > 0);
  const begin = Date.now();
  run.child.kill('SIGTERM');
  const { code, stderr } = await run.done;
  t.equal(code, 0, stderr);
  t.ok(Date.now() - begin < STOP_MAX_MS, `${Date.now() - begin} ms`);
  await asked;
});
