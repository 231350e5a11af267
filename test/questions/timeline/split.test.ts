/** Goal: the parts of a row are a naive count's, and with the rest they are the row. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import type { TimelineAnswer } from '../../../src/questions/timeline/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';

async function timeline(records: readonly Document[], raw: RawParameters): Promise<TimelineAnswer> {
  const answer = await askQuestion('timeline', raw, new MemorySearch(records));
  if (answer.question !== 'timeline') throw new Error(answer.question);
  return answer;
}

const FIELD_OF = { ip: 'remote_ip', agent: 'agent_name', status: 'http_status', operation: 'operation' } as const; // biome-ignore format: one row

t.test('parts and rest of each row', async (t) => {
  const dimension = fc.constantFrom('ip', 'agent', 'status', 'operation');
  const interval = fc.constantFrom('day', 'month');
  await fc.assert(
    fc.asyncProperty(
      documents,
      dimension,
      fc.constantFrom(...METRIC_NAMES),
      interval,
      async (documents, split, by, interval) => {
        // biome-ignore format: one property
        const answer = await timeline(documents, { by, interval, split });
        const [field, key] = [FIELD_OF[split], KEY_OF[by]];
        const names = rankNaively(documents, field, by)
          .slice(0, 5)
          .map(({ name }) => name);
        t.strictSame(answer.split, { dimension: split, names });
        const length = interval === 'day' ? 10 : 7;
        for (const { time, parts, rest } of answer.rows) {
          const within = documents.filter((each) => String(each['@timestamp']).slice(0, length) === time.slice(0, length)); // biome-ignore format: one rule
          const countOf = (some: readonly Document[]) => count(some)[key];
          t.strictSame(parts, names.map((name) => countOf(within.filter((each) => String(each[field]) === name)))); // biome-ignore format: one list
          t.strictSame(
            rest,
            countOf(within.filter((each) => !names.includes(String(each[field])))),
          );
        }
        return t.passing();
      },
    ),
    { seed: takeSeed(t), numRuns: 100 },
  );
});

t.test('more values than are shown are the rest', async (t) => {
  const many = Array.from({ length: 8 }, (_, n) => at('2026-01-01T00:00:00Z', n + 1, { key: `${n}` })); // biome-ignore format: one list
  const { split, rows } = await timeline(many, { split: 'key' });
  t.strictSame(split?.names, ['7', '6', '5', '4', '3']);
  t.match(rows, [{ parts: [8, 7, 6, 5, 4], rest: 6, bytes: 36 }]);
});

t.test('classes of statuses, and versions in any case', async (t) => {
  const records = [...RECORDS, at('2026-02-03T00:00:00Z', 7, { http_status: 503, tls_version: 'TLSV1.2' }), at('2026-02-03T00:00:00Z', 3, { tls_version: 'TLSv1.2' })]; // biome-ignore format: one list
  const classes = await timeline(records, { split: 'status-class', interval: 'month' });
  t.strictSame(classes.split?.names, ['2xx', '4xx', '5xx']);
  t.strictSame(classes.rows.map(({ parts, rest }) => [parts, rest]), [[[60, 0, 0], 0], [[33, 10, 7], 0]]); // biome-ignore format: two rows
  const versions = await timeline(records, { split: 'tls-version', interval: 'month' });
  t.strictSame(versions.split?.names, ['TLSv1.2']);
  t.strictSame(
    versions.rows.map(({ parts, rest }) => [parts, rest]),
    [
      [[0], 60],
      [[10], 40],
    ],
  );
});

t.test('a metric that does not add up', async (t) => {
  const { rows } = await timeline(RECORDS, { split: 'bucket', interval: 'month', by: 'last' });
  t.strictSame(rows.map(({ parts, rest }) => [parts, rest]), [[['2026-01-31T23:59:59.000Z', null], null], [['2026-02-03T00:00:00.000Z', '2026-02-02T00:00:00.000Z'], null]]); // biome-ignore format: two rows
});

t.test('hours and weekdays are no parts', async (t) => {
  for (const split of ['hour', 'weekday'])
    t.throws(() => prepareQuestion('timeline', { split }), { code: 'usage', message: /cannot be split/, hint: /"top (hour|weekday)"/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('timeline', { split: 'ip', by: 'listeners' }), { code: 'usage', message: /by "listeners" cannot be split/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('timeline', { split: 'colour' }), { code: 'usage', message: /no dimension/ }); // biome-ignore format: one call
});

t.test('a column for each part, in CSV under its name', async (t) => {
  const { present } = await prepareQuestion('timeline', { split: 'bucket', interval: 'month' })(new MemorySearch(RECORDS)); // biome-ignore format: one call
  const { title, tables } = present();
  t.equal(title, '2 months, by bytes and bucket');
  t.strictSame(tables[0]?.columns.map(({ heading }) => heading), ['month (UTC)', 'bytes', 'media', 'other', 'rest']); // biome-ignore format: one list
  t.strictSame(tables[0]?.allColumns?.map(({ key, csvName = key }) => csvName), ['time', 'bytes', 'requests', 'downloads', 'fullDownloads', 'media', 'other', 'rest']); // biome-ignore format: one list
  t.match(tables[0]?.rows, [
    { 'part 0': 60, 'part 1': 0, rest: 0 },
    { 'part 0': 30, 'part 1': 10 },
  ]);
});

t.test('minutes and seconds, as many as fit', async (t) => {
  const burst = [at('2026-01-01T00:00:00Z', 1), at('2026-01-01T00:00:02Z', 2), at('2026-01-01T00:01:59Z', 3)]; // biome-ignore format: one list
  t.match((await timeline(burst, { interval: 'minute' })).rows, [{ bytes: 3 }, { bytes: 3, time: '2026-01-01T00:01:00.000Z' }]); // biome-ignore format: one comparison
  const seconds = await timeline(burst, { interval: 'second' });
  t.equal(seconds.rows.length, 120);
  t.match(seconds.rows.slice(0, 3), [{ bytes: 1 }, { bytes: 0 }, { bytes: 2 }]);
  await t.rejects(timeline(RECORDS, { interval: 'second' }), { code: 'question_too_large', message: /^One row per second would give about \d+ rows, over the limit of 10000/, hint: /--from/ }); // biome-ignore format: one call
});
