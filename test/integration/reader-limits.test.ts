/** Goal: numbers that only move make nobody doubt an answer; numbers that stay apart do. */
import t, { type Test } from 'tap';
import { MAPPING_VERSION } from '../../src/core/field-table.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { startProxy, type Watcher } from '../support/opensearch-proxy.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const record = (day: number) => ({
  '@timestamp': `2026-01-${day}T00:00:00Z`,
  bucket: 'media',
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  bytes_sent: 1,
});

async function world(t: Test): Promise<string> {
  const prefix = testPrefix(t);
  await makeIndex(request, `${prefix}-records-2026-01`);
  await addRecords(request, prefix, [record(10), record(11), record(12)]);
  return prefix;
}

async function exactness(t: Test, prefix: string, rewrite: NonNullable<Watcher['rewrite']>) {
  const proxy = await startProxy({ rewrite });
  t.teardown(() => proxy.close());
  const { code, stdout, stderr } = await runTamarin(['top', 'operation', '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
    OPENSEARCH_URL: proxy.url,
  });
  t.equal(code, 0, stderr);
  const { exact, inexactBecause, totals } = JSON.parse(stdout);
  t.equal(totals.requests, 3);
  return { exact, inexactBecause };
}

/** As to a user from whom one of four records is hidden. */
const hideOne: NonNullable<Watcher['rewrite']> = ({ path }, answer) =>
  path.includes('/_stats/docs') ? '{"_all": {"primaries": {"docs": {"count": 4}}}}' : answer;

t.test('who sees all is not doubted', async (t) => {
  const prefix = await world(t);
  t.strictSame(await exactness(t, prefix, (_, answer) => answer), {
    exact: true,
    inexactBecause: undefined,
  });
});

t.test('fewer records than are stored are doubted, also after a refresh', async (t) => {
  t.strictSame(await exactness(t, await world(t), hideOne), {
    exact: false,
    inexactBecause: 'this user sees only 3 of 4 records',
  });
});

t.test('what was written and is not searchable yet is no reason to doubt', async (t) => {
  const prefix = await world(t);
  let looked = 0;
  const late: NonNullable<Watcher['rewrite']> = (exchange, answer) => {
    if (!exchange.path.includes('/_stats/docs')) return answer;
    looked += 1;
    return looked === 1 ? hideOne(exchange, answer) : answer;
  };
  t.match(await exactness(t, prefix, late), { exact: true });
  t.equal(looked, 2);
});

for (const { name, times, isJudged } of [
  { name: 'whose heart beats', times: { heartbeat_at: 0, started_at: 7_200_000 }, isJudged: false },
  {
    name: 'that has stopped unexpectedly',
    times: { heartbeat_at: 600_000, started_at: 7_200_000 },
    isJudged: true,
  },
  { name: 'of a version without heartbeats', times: { started_at: 7_200_000 }, isJudged: false },
]) {
  t.test(
    `a running sync ${name} makes numbers ${isJudged ? 'move no more' : 'move'}`,
    async (t) => {
      const prefix = await world(t);
      const installed = await runTamarin(['setup'], { TAMARIN_INDEX_PREFIX: prefix });
      t.equal(installed.code, 0, installed.stderr);
      await request('PUT', `/${prefix}-syncs`);
      const at = Object.entries(times).map(([field, ago]) => [field, new Date(Date.now() - ago)]);
      const sync = { state: 'running', ...Object.fromEntries(at) };
      t.equal((await request('PUT', `/${prefix}-syncs/_doc/a?refresh=true`, sync)).status, 201);
      t.match(await exactness(t, prefix, hideOne), { exact: !isJudged });
    },
  );
}

t.test('a field of our own version that is not seen is doubted', async (t) => {
  const prefix = await world(t);
  const hide: NonNullable<Watcher['rewrite']> = ({ method, path }, answer) => {
    if (method !== 'GET' || !path.includes('/_mapping')) return answer;
    const seen = JSON.parse(answer);
    for (const { mappings } of Object.values<{ mappings: { properties: object; _meta: object } }>(
      seen,
    )) {
      Reflect.deleteProperty(mappings.properties, 'remote_ip');
      t.match(mappings._meta, { version: MAPPING_VERSION });
    }
    return JSON.stringify(seen);
  };
  t.strictSame(await exactness(t, prefix, hide), {
    exact: false,
    inexactBecause: 'this user may not see remote_ip',
  });
});
