/** Goal: all passes of an answer see the same records, however much is written meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { SearchPort, SearchResponse } from '../../src/questions/count/search-port.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { addRecords, makeIndex, type StoredRecord } from '../support/record-indices.ts';
import { startTamarin } from '../support/run-tamarin.ts';
import { everyNthSample } from '../support/samples.ts';
import { connectPorts } from '../support/search-ports.ts';

const TIMEOUT_MS = 30_000;
const METRICS = ['bytes', 'requests', 'downloads'] as const;

const portOf = await connectPorts(t);

/** All groups and what lacks one, beside what the totals say. */
function differences({ rows, missing, totals }: TopAnswer): readonly string[] {
  return METRICS.flatMap((metric) => {
    const sum = rows.reduce((total, row) => total + row[metric], missing[metric]);
    return sum === totals[metric] ? [] : [`${metric}: ${sum} and ${totals[metric]}`];
  });
}

const askAll = async (port: SearchPort, dimension: string): Promise<TopAnswer> =>
  (await askQuestion('top', { dimension, limit: '10000' }, port)) as TopAnswer; // the answer to top

const record = (at: number): StoredRecord => ({
  '@timestamp': '2026-01-10T00:00:00Z',
  bucket: 'media',
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  bytes_sent: 1,
  ...(at % 5 === 0 ? {} : { remote_ip: `192.0.2.${at % 250}` }),
});

/** Before every search, one more record is there to be seen. */
function restless(port: SearchPort, prefix: string): SearchPort {
  let added = 0;
  return {
    ...port,
    search: async (pointInTime, body) => {
      added += 1;
      await addRecords(request, prefix, [record(added)]);
      return port.search(pointInTime, body);
    },
  };
}

/** The same searches without the point in time: over the indices as they are at each moment. */
function timeless(port: SearchPort, prefix: string): SearchPort {
  return {
    ...port,
    search: async (_, body) =>
      (await request('POST', `/${prefix}-records-*/_search`, body)).body as SearchResponse, // the shape of every search answer
  };
}

t.test('a record that comes between two passes is in none of them', async (t) => {
  const prefix = testPrefix(t);
  await makeIndex(request, `${prefix}-records-2026-01`);
  await addRecords(
    request,
    prefix,
    Array.from({ length: 20 }, (_, at) => record(at)),
  );
  const port = portOf(prefix, { timeoutMs: TIMEOUT_MS });
  for (const dimension of ['ip', 'operation']) {
    const answer = await askAll(restless(port, prefix), dimension);
    t.strictSame(differences(answer), [], dimension);
  }
  const without = await askAll(restless(timeless(port, prefix), prefix), 'ip');
  t.not(differences(without).length, 0, 'without a point in time they do not add up');
});

t.test('while a sync runs, complete rows and what is missing are the totals', async (t) => {
  const prefix = testPrefix(t);
  const logs = everyNthSample(2).folder(t);
  const { done } = startTamarin(['sync', logs, '--index-prefix', prefix, '--quiet'], {
    TAMARIN_FLUSH_BYTES: '200000',
    TAMARIN_BULKS_IN_FLIGHT: '1',
    TAMARIN_CONCURRENCY: '1',
  });
  let isRunning = true;
  const refreshing = (async () => {
    while (isRunning) {
      await request('POST', `/${prefix}-records-*/_refresh`);
      await delay(100); // as often as the goal says
    }
  })();
  const port = portOf(prefix, { timeoutMs: TIMEOUT_MS });
  const seen = new Set<number>();
  let asked = 0;
  void done.finally(() => {
    isRunning = false;
  });
  while (isRunning) {
    if ((await port.recordIndices()).length === 0) continue; // the sync has not begun
    const answer = await askAll(port, asked % 2 === 0 ? 'ip' : 'key');
    asked += 1;
    seen.add(answer.totals.requests);
    t.strictSame(differences(answer), [], `${answer.totals.requests} records`);
  }
  t.equal((await done).code, 0);
  await refreshing;
  t.ok(asked >= 3 && seen.size >= 2, `${asked} answers, ${seen.size} different points in time`);
});
