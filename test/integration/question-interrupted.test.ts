/** Goal: a question that gets no answer ends when it is told to, says why, and leaves nothing open. */
import t, { type Test } from 'tap';
import { request, testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { startTamarin } from '../support/run-tamarin.ts';

/** An OpenSearch that answers everything but searches. */
async function startSilent(t: Test) {
  const prefix = testPrefix(t);
  await makeIndex(request, `${prefix}-records-2026-01`);
  await addRecords(request, prefix, [{ '@timestamp': '2026-01-10T00:00:00Z', bucket: 'media' }]);
  const seen: string[] = [];
  let onSearch = (): void => undefined;
  const isSearched = new Promise<void>((resolve) => {
    onSearch = resolve;
  });
  const proxy = await startProxy({
    before: ({ method, path }) => {
      seen.push(`${method} ${path.split('?')[0]}`);
      if (method !== 'POST' || !path.startsWith('/_search?')) return 'pass';
      onSearch();
      return 'stall';
    },
  });
  t.teardown(() => proxy.close());
  return { env: { OPENSEARCH_URL: proxy.url, TAMARIN_INDEX_PREFIX: prefix }, seen, isSearched };
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // biome-ignore format: two cases
  t.test(`${signal} ends a search that is under way with ${exitCode}`, async (t) => {
    const { env, seen, isSearched } = await startSilent(t);
    const { child, done } = startTamarin(['top', 'ip'], env);
    await isSearched;
    child.kill(signal);
    const { code, stdout, stderr } = await done;
    t.equal(code, exitCode, stderr);
    t.equal(stdout, '');
    t.match(stderr, /^tamarin: The command was stopped\./m);
    t.notMatch(stderr, /\n\s+at /, 'no stack');
    t.equal(seen.at(-1), 'DELETE /_search/point_in_time', 'nothing stays open');
    const searches = seen.filter((line) => line === 'POST /_search').length;
    t.ok(searches <= 4, `${searches} searches: none is sent after the signal`);
  });
}

t.test('a search that takes longer than it may is given up, once', async (t) => {
  const { env, seen } = await startSilent(t);
  const { code, stdout, stderr } = await startTamarin(['timeline', '--timeout', '1s'], env).done;
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /The search took over 1 s\.\n.*TAMARIN_QUESTION_TIMEOUT/);
  t.equal(seen.filter((line) => line === 'POST /_search').length, 1);
});
