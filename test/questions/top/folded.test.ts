/** Goal: dimensions that are no field are counted whole and right, and nothing else is done with them. */
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';

// biome-ignore format: a table, one row a record
const RECORDS: readonly Document[] = [
  at('2026-01-31T23:59:59Z', 60, { tls_version: 'TLSv1.2', http_method: 'GET' }),
  at('2026-02-01T18:20:00Z', 20, { tls_version: 'TLSV1.2', http_method: 'get', http_status: 404 }),
  at('2026-02-01T18:40:00Z', 10, { tls_version: 'TLSv1.3', http_status: 206 }),
  at('2026-02-02T00:00:00Z', 5, { tls_version: 'tlsv9', http_status: 503 }),
  { '@timestamp': '2026-02-03T00:00:00Z', operation: 'S3.EXPIRE.OBJECT', bytes_sent: 1 },
];

async function rowsOf(raw: RawParameters, question = 'top'): Promise<readonly string[]> {
  const answer = await askQuestion(
    question,
    raw,
    new MemorySearch(RECORDS, { sharded: ['2026-02'] }),
  );
  if (answer.question === 'top') {
    t.same(answer.distinct, { value: answer.rows.length, exact: true });
    t.ok(answer.exact);
    return answer.rows.map(({ name, bytes, requests }) => `${name} ${bytes} ${requests}`);
  }
  if (answer.question !== 'compare') throw new Error(answer.question);
  return answer.rows.map(({ name, value }) => `${name} ${value}`);
}

t.test('status classes', async (t) => {
  t.strictSame(await rowsOf({ dimension: 'status-class' }), ['2xx 70 2', '4xx 20 1', '5xx 5 1']);
  t.strictSame(await rowsOf({ dimension: 'status-class', status: '4xx' }), ['4xx 20 1']);
  const { missing, totals } = (await askQuestion('top', { dimension: 'status-class' }, new MemorySearch(RECORDS))) as { missing: object; totals: object }; // biome-ignore format: the answer to top
  t.match(
    [missing, totals],
    [
      { bytes: 1, requests: 1 },
      { bytes: 96, requests: 5 },
    ],
  );
});

t.test('hours and weekdays by the clock of a zone', async (t) => {
  t.strictSame(await rowsOf({ dimension: 'hour' }), ['23 60 1', '18 30 2', '00 6 2']);
  t.strictSame(await rowsOf({ dimension: 'hour', tz: 'Asia/Kolkata' }), ['05 66 3', '23 20 1', '00 10 1']); // biome-ignore format: one list
  t.strictSame(await rowsOf({ dimension: 'weekday' }), ['Saturday 60 1', 'Sunday 30 2', 'Monday 5 1', 'Tuesday 1 1']); // biome-ignore format: one list
  t.strictSame(await rowsOf({ dimension: 'weekday', tz: 'Asia/Kolkata' }), ['Sunday 80 2', 'Monday 15 2', 'Tuesday 1 1']); // biome-ignore format: one list
});

t.test('versions that differ in case only are one', async (t) => {
  t.strictSame(await rowsOf({ dimension: 'tls-version' }), ['TLSv1.2 80 2', 'TLSv1.3 10 1', 'tlsv9 5 1']); // biome-ignore format: one list
  t.strictSame(await rowsOf({ dimension: 'tls-version', 'tls-version': 'TLSV1.2' }), ['TLSv1.2 80 2']); // biome-ignore format: one list
  t.strictSame(await rowsOf({ dimension: 'method' }), ['GET 60 1', 'get 20 1'], 'methods are not');
});

t.test('compare takes them', async (t) => {
  t.strictSame(await rowsOf({ dimension: 'hour' }, 'compare'), ['23 60', '18 30', '00 6']);
  t.strictSame(await rowsOf({ dimension: 'tls-version' }, 'compare'), ['TLSv1.2 80', 'TLSv1.3 10', 'tlsv9 5']); // biome-ignore format: one list
});

t.test('by metrics that not every row has', async (t) => {
  const valuesOf = async (raw: RawParameters, key: 'errors' | 'errorRate' | 'last') => {
    const answer = await askQuestion('top', raw, new MemorySearch(RECORDS));
    if (answer.question !== 'top') throw new Error(answer.question);
    return [answer.totals[key], ...answer.rows.map((row) => `${row.name} ${row[key]}`)];
  };
  t.strictSame(await valuesOf({ dimension: 'hour', by: 'errors' }, 'errors'), [2, '00 1', '18 1', '23 0']); // biome-ignore format: one list
  t.strictSame(await valuesOf({ dimension: 'status-class', by: 'error-rate' }, 'errorRate'), [0.4, '4xx 1', '5xx 1', '2xx 0']); // biome-ignore format: one list
  t.match(await valuesOf({ dimension: 'tls-version', by: 'last', limit: '1' }, 'last'), ['2026-02-03T00:00:00.000Z', 'tlsv9 2026-02-02T00:00:00.000Z']); // biome-ignore format: one list
  for (const by of ['error-rate', 'last', 'total-time-p95'])
    t.throws(() => prepareQuestion('top', { dimension: 'hour', by }), { code: 'usage', message: /cannot be ranked by/, hint: /bytes, requests, .*errors/ }, by); // biome-ignore format: one call
});

t.test('nothing is no group', async (t) => {
  for (const dimension of ['hour', 'weekday', 'status-class', 'tls-version'])
    t.strictSame(await rowsOf({ dimension, from: '2030-01-01' }), []);
});

t.test('the zone is shown, and refused where it says nothing', async (t) => {
  const shown = await prepareQuestion('top', { dimension: 'hour', tz: 'Asia/Kolkata' })(new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.equal(shown.present().title, 'Top 3 of 3 hours of the day (Asia/Kolkata) by bytes');
  const utc = await prepareQuestion('top', { dimension: 'weekday' })(new MemorySearch(RECORDS));
  t.match(utc.present(), { title: 'Top 4 of 4 weekdays (UTC) by bytes', tables: [{ columns: [{ heading: 'weekday (UTC)' }] }] }); // biome-ignore format: one pattern
  const refuse = (raw: RawParameters, wanted: object) =>
    t.throws(() => prepareQuestion('top', raw), { code: 'usage', ...wanted });
  refuse({ dimension: 'hour', tz: 'Mars/Olympus' }, { message: 'There is no time zone "Mars/Olympus".' }); // biome-ignore format: one call
  for (const folded of ['hour', 'weekday', 'status-class', 'tls-version'])
    refuse({ dimension: 'ip', by: `distinct(${folded})` }, { message: /^Different .* are not counted\.$/, hint: `"top ${folded}" lists them all.` }); // biome-ignore format: one call
  refuse({ dimension: 'hour,ip' }, { message: /cannot be grouped together/ });
  refuse({ dimension: 'ip,weekday' }, { message: /cannot be grouped together/ });
  refuse({ dimension: 'ip', hour: '12' }, { message: /does not take "hour"/ });
  refuse({ dimension: 'ip', without: 'hour' }, { message: /There is no dimension "hour"/ });
  refuse(
    { dimension: 'ip', not: 'weekday=Monday' },
    { message: /There is no dimension "weekday"/ },
  );
});
