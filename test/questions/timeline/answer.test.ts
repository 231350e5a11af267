/** Goal: a timeline has a row for each interval from the first record to the last, counted right. */
import fc from 'fast-check';
import t from 'tap';
import { INTERVAL_TABLE } from '../../../src/questions/ask/interval-table.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { TimelineAnswer } from '../../../src/questions/timeline/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';

const seed = takeSeed(t);

async function timeline(
  records: readonly Document[],
  raw: RawParameters = {},
): Promise<TimelineAnswer> {
  // What every answer tells beside is the business of catalogue.test.ts.
  const {
    asOf: _,
    parameters: __,
    period: ___,
    ...answer
  } = await askQuestion('timeline', raw, new MemorySearch(records));
  if (answer.question !== 'timeline') throw new Error(answer.question);
  return answer;
}

const requestsOf = ({ rows }: TimelineAnswer) =>
  rows.map(({ time, requests }) => `${time} ${requests}`);

t.test('by day, gaps are rows of nothing', async (t) => {
  const answer = await timeline(RECORDS);
  // biome-ignore format: a row a day
  t.strictSame(answer, {
    question: 'timeline',
    by: 'bytes',
    interval: 'day',
    tz: 'UTC',
    from: null,
    to: null,
    totals: { bytes: 100, requests: 4, downloads: 3, fullDownloads: 0.3 },
    fullDownloadsErrorMax: 0.000_001_5,
    rows: [
      { time: '2026-01-31T00:00:00.000Z', bytes: 60, requests: 1, downloads: 1, fullDownloads: 0.1 },
      { time: '2026-02-01T00:00:00.000Z', bytes: 20, requests: 1, downloads: 1, fullDownloads: 0.2 },
      { time: '2026-02-02T00:00:00.000Z', bytes: 10, requests: 1, downloads: 1, fullDownloads: 0 },
      { time: '2026-02-03T00:00:00.000Z', bytes: 10, requests: 1, downloads: 0, fullDownloads: 0 },
    ],
    exact: true,
  });
  const gap = await timeline([at('2026-01-30T05:00:00Z', 1), at('2026-02-02T00:00:00Z', 1)]);
  t.strictSame(requestsOf(gap), [
    '2026-01-30T00:00:00.000Z 1',
    '2026-01-31T00:00:00.000Z 0',
    '2026-02-01T00:00:00.000Z 0',
    '2026-02-02T00:00:00.000Z 1',
  ]);
});

const ODD = [at('2026-02-01T00:59:59.999Z', 1), at('2026-02-01T02:00:00Z', 1), at('2026-03-02T00:00:00Z', 1)]; // biome-ignore format: three records

t.test('by hour', async (t) => {
  t.strictSame(requestsOf(await timeline(ODD.slice(0, 2), { interval: 'hour' })), [
    '2026-02-01T00:00:00.000Z 1',
    '2026-02-01T01:00:00.000Z 0',
    '2026-02-01T02:00:00.000Z 1',
  ]);
});

t.test('by week, which begins on Monday', async (t) => {
  t.strictSame(requestsOf(await timeline(ODD, { interval: 'week' })), [
    '2026-01-26T00:00:00.000Z 2',
    '2026-02-02T00:00:00.000Z 0',
    '2026-02-09T00:00:00.000Z 0',
    '2026-02-16T00:00:00.000Z 0',
    '2026-02-23T00:00:00.000Z 0',
    '2026-03-02T00:00:00.000Z 1',
  ]);
});

t.test('by month', async (t) => {
  t.strictSame(requestsOf(await timeline(ODD, { interval: 'month' })), [
    '2026-02-01T00:00:00.000Z 2',
    '2026-03-01T00:00:00.000Z 1',
  ]);
});

t.test('in any interval the rows add up to the totals, which are counted right', async (t) => {
  // Months of seconds are too many rows.
  const long = INTERVAL_TABLE.filter(({ shortestMs }) => shortestMs >= 3_600_000);
  const interval = fc.constantFrom(...long.map(({ name }) => name));
  await fc.assert(
    fc.asyncProperty(documents, interval, async (documents, interval) => {
      const { rows, totals, exact } = await timeline(documents, { interval });
      t.strictSame(totals, count(documents));
      for (const key of ['bytes', 'requests', 'downloads'] as const)
        t.equal(rows.reduce((sum, row) => sum + row[key], 0), totals[key]); // biome-ignore format: one sum
      const times = rows.map(({ time }) => time);
      t.strictSame([...new Set(times)].sort(), times, 'ascending, each once');
      const edges = [rows[0], rows.at(-1)].map((row) => (row?.requests ?? 0) > 0);
      return t.passing() && exact && edges.every((isFilled) => isFilled);
    }),
    { seed, numRuns: 60 },
  );
});

t.test('the range and the filters hold for rows and totals', async (t) => {
  const answer = await timeline(RECORDS, { from: '2026-02', bucket: 'media', by: 'requests' });
  t.match(answer, { by: 'requests', from: '2026-02-01T00:00:00.000Z', totals: { bytes: 30 } });
  t.equal(answer.rows.length, 3);
});

t.test('without records there are no rows', async (t) => {
  const answer = await timeline(RECORDS, { from: '2030-01' });
  t.strictSame([answer.rows, answer.totals.requests, answer.exact], [[], 0, true]);
});

t.test('more rows than anyone reads are refused before they are made', async (t) => {
  const years = [at('2006-01-01T00:00:00Z', 1), at('2026-01-01T00:00:00Z', 1)];
  const port = new MemorySearch(years);
  await t.rejects(askQuestion('timeline', { interval: 'hour' }, port), {
    code: 'question_too_large',
    message: /about 175320 rows, over the limit of 10000/,
    hint: /--interval/,
  });
  t.equal(port.bodies.length, 1, 'only first and last were asked');
  t.equal((await timeline(years, { interval: 'day' })).rows.length, 7_306);
  t.equal((await timeline(years, { interval: 'month' })).rows.length, 241);
  const shorter = { interval: 'hour', from: '2026-01-01' };
  t.equal((await timeline(years, shorter)).rows.length, 1, 'the range counts, not the records');
});

t.test('a sum above 2⁵³ is not said to be exact', async (t) => {
  const huge = [1, 2].map((n) => at(`2026-01-0${n}T00:00:00Z`, Number.MAX_SAFE_INTEGER));
  t.match(await timeline(huge), { exact: false, inexactBecause: /2⁵³/ });
});

t.test(
  'by the clock of a zone: a day is 23 hours long when it is set forth, and 25 when back',
  async (t) => {
    const berlin = async (times: readonly string[], interval: string) => {
      const records = times.map((time) => at(time, 1));
      return requestsOf(await timeline(records, { interval, tz: 'Europe/Berlin' }));
    };
    const spring = ['2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z']; // biome-ignore format: a list
    t.strictSame(await berlin(spring, 'day'), [
      '2026-03-28T00:00:00.000+01:00 1',
      '2026-03-29T00:00:00.000+01:00 2',
      '2026-03-30T00:00:00.000+02:00 1',
    ]);
    const autumn = ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'];
    t.strictSame(await berlin(autumn, 'day'), [
      '2026-10-25T00:00:00.000+02:00 2',
      '2026-10-26T00:00:00.000+01:00 1',
    ]);
    const twice = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'];
    t.strictSame(await berlin(twice, 'hour'), [
      '2026-10-25T02:00:00.000+02:00 1',
      '2026-10-25T02:00:00.000+01:00 1',
      '2026-10-25T03:00:00.000+01:00 1',
    ]);
    t.strictSame(await berlin(spring, 'week'), [
      '2026-03-23T00:00:00.000+01:00 3',
      '2026-03-30T00:00:00.000+02:00 1',
    ]);
    t.strictSame(await berlin(['2026-02-28T23:30:00Z'], 'month'), ['2026-03-01T00:00:00.000+01:00 1']); // biome-ignore format: one call
  },
);
