/**
 * Goal: no answer is taken for whole while a sync runs or after one was killed, and a question sees
 * all that was acknowledged before it was asked.
 */
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { AsOf } from '../../src/questions/reach/as-of.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { type Exchange, startProxy } from '../support/opensearch-proxy.ts';
import { addRecords } from '../support/record-indices.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';
import { connectPorts } from '../support/search-ports.ts';
import { COMPLETE, OBJECT, put, world } from '../support/sync-bookkeeping.ts';

const key = readAnswerKey();
const portOf = await connectPorts(t);

const isFacts = ({ path }: Exchange): boolean => path.includes('_msearch');
const isRefresh = ({ path }: Exchange): boolean => path.includes('_refresh');

async function topThrough(
  t: Test,
  prefix: string,
  refuse: (exchange: Exchange) => number | null,
): Promise<AsOf> {
  const proxy = await startProxy({ refuse });
  t.teardown(() => proxy.close());
  const { code, stdout, stderr } = await runTamarin(['top', 'bucket', '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
    OPENSEARCH_URL: proxy.url,
  });
  t.equal(code, 0, stderr);
  return JSON.parse(stdout).asOf;
}

t.test('who may not read the bookkeeping is told that it was not checked', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  const told = await topThrough(t, prefix, (exchange) => (isFacts(exchange) ? 403 : null));
  t.match(told, { complete: false, because: /^not checked: permission to search .*-syncs is missing$/, failed: null, rejected: null }); // biome-ignore format: one comparison
});

t.test('only while a sync runs or has died is anything refreshed', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', COMPLETE);
  await put(prefix, 'ledger', OBJECT);
  let refreshes = 0;
  const count = (exchange: Exchange): number | null => {
    if (!isRefresh(exchange)) return null;
    refreshes += 1;
    return 403;
  };
  t.match(await topThrough(t, prefix, count), { complete: true, unseenSeconds: 0 });
  t.equal(refreshes, 0, 'a sync that is done has done it');
  await put(prefix, 'syncs', { ...COMPLETE, state: 'failed', started_at: '2026-02-25T00:00:00Z' });
  t.match(await topThrough(t, prefix, count), { complete: true, unseenSeconds: 30 });
  t.equal(refreshes, 1);
});

t.test('a question sees what was acknowledged before it was asked', async (t) => {
  const prefix = await world(t);
  await put(prefix, 'syncs', { ...COMPLETE, state: 'running' });
  const index = `${prefix}-records-2026-02`;
  await request('POST', `/${index}/_doc`, { '@timestamp': '2026-02-02T00:00:00Z', bytes_sent: 1 });
  const port = portOf(prefix, { timeoutMs: 30_000 });
  const answers = await Promise.all(
    [1, 2, 3, 4].map(
      async () => (await askQuestion('top', { dimension: 'bucket' }, port)) as TopAnswer,
    ), // the answer to top
  );
  for (const { totals } of answers) t.equal(totals.requests, 4);
});

t.test('the pages of a search reach as far as its first', async (t) => {
  const prefix = await world(t);
  const raw = { text: 'a', limit: '1' };
  const records = ['01', '02'].map((day) => ({
    '@timestamp': `2026-02-${day}T00:00:00Z`,
    key: 'a',
  }));
  await addRecords(request, prefix, records);
  const port = portOf(prefix, { timeoutMs: 30_000 });
  const first = (await askQuestion('search', raw, port)) as SearchAnswer; // the answer to search
  t.notOk(first.asOf.complete);
  await put(prefix, 'syncs', COMPLETE);
  const after = first.next ?? '';
  t.strictSame((await askQuestion('search', { ...raw, after }, port)).asOf, first.asOf);
  t.ok((await askQuestion('search', raw, port)).asOf.complete);
});

t.test('while a first sync runs, and after it was killed, answers are NOT complete', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix, TAMARIN_FLUSH_BYTES: '200000' };
  let bulks = 0;
  const proxy = await startProxy({
    before: ({ path }) => {
      if (path.startsWith('/_bulk')) bulks += 1;
      return bulks > 5 ? 'stall' : 'pass';
    },
  });
  t.teardown(() => proxy.close());
  const run = startTamarin(['sync', SAMPLE_LOGS, '--quiet'], { ...env, OPENSEARCH_URL: proxy.url });
  while (bulks <= 5) await delay(50); // until it stands still
  await proxy.quiet();
  const top = await runTamarin(['top', 'ip'], env);
  t.match(
    top.stdout,
    /\nNOT complete: (?:a sync of .*samples\/logs is running|no sync is on record)/,
  );
  t.match(top.stdout, /\nexact · [^\n]* · NOT complete\n$/);
  t.notMatch(top.stdout, /All: 0 B/, 'what was acknowledged is seen');
  run.child.kill('SIGKILL');
  await run.done;

  const port = portOf(prefix, { timeoutMs: 30_000 });
  const silent = portOf(prefix, {
    timeoutMs: 30_000,
    now: () => Date.now() + 61_000,
  });
  t.equal((await askQuestion('timeline', {}, port)).asOf.complete, false);
  const killed = await askQuestion('timeline', {}, silent);
  t.match(killed.asOf.because, /samples\/logs stopped unexpectedly.*: run it again/);

  await runTamarin(['sync', SAMPLE_LOGS, '--quiet'], env);
  const whole = await runTamarin(['top', 'ip', '--json'], env);
  const { asOf: now, totals } = JSON.parse(whole.stdout);
  t.match(now, { complete: true, because: null, rejected: key.rejected });
  t.strictSame(totals, key.totals);
});
