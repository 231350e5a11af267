/** Goal: what a service ships shows in its metrics, and as one line of its log. */
import { join } from 'node:path';
import t from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { until } from '../support/live-run.ts';
import { testPrefix } from '../support/opensearch.ts';
import { startService } from '../support/running-service.ts';
import { lintMetrics, readSeries } from '../telemetry/lint-metrics.ts';

const LINES = [1, 2, 3, 4, 5].map((index) => `${ordinaryLine(index)}\n`).join('');

t.test('a sync over HTTP: counted, timed, logged once', async (t) => {
  const folder = t.testdir({
    'tamarin.yaml': `indexPrefix: ${testPrefix(t)}\nport: 0\nsources:\n  - { alias: media, url: logs }\n`,
    logs: { 'a.log': `${LINES}no line of a log\n` },
  });
  const { url, said } = await startService(t, {}, ['--config', join(folder, 'tamarin.yaml')]);
  const before = await (await fetch(`${url}/metrics`)).text();
  t.equal(readSeries(before).get('tamarin_records_total{result="indexed"}'), 0);

  const begun = await fetch(`${url}/sync`, { method: 'POST' });
  t.equal(begun.status, 202);
  await until('the sync is logged', () => said().includes('"msg":"a sync ended"'));
  const answer = await fetch(`${url}/metrics`);
  t.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  t.strictSame(lintMetrics(text), []);
  const series = readSeries(text);
  t.match(Object.fromEntries(series), {
    'tamarin_records_total{result="indexed"}': 5,
    'tamarin_records_total{result="rejected"}': 1,
    'tamarin_objects_total{state="done"}': 1,
    tamarin_bytes_total: Buffer.byteLength(`${LINES}no line of a log\n`),
    'tamarin_syncs_total{state="done"}': 1,
    tamarin_syncs_running: 0,
    'tamarin_http_request_seconds_count{route="/sync",status="2xx"}': 1,
  });
  t.ok((series.get('tamarin_bulk_seconds_count') ?? 0) >= 1);
  t.ok((series.get('tamarin_sync_lag_seconds{source="media"}') ?? 0) > 0);
  const lines = said()
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const ofSyncs = lines.filter(({ source }) => source !== undefined);
  t.match(ofSyncs, [{ level: 'info', source: 'media', lines: 6, indexed: 5, rejected: 1 }]);
  t.equal(ofSyncs.length, 1);
});
