/**
 * The answer key agrees with itself: tables add up to totals, lines to records, and the planted
 * actors have the ranks for which they were planted.
 */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { describePopulation } from '../../samples/maker/population.ts';
import type { TotalsRow, TotalsTable } from '../../samples/maker/totals.ts';
import { REJECT_REASONS } from '../../src/core/reject-reason.ts';

const METRICS = ['bytes', 'requests', 'downloads', 'fullDownloads'] as const;
const PARTS = 1_000_000;

const file = new URL('../../samples/answer-key.json', import.meta.url);
const key = JSON.parse(readFileSync(file, 'utf8'));
const table = (dimension: string): TotalsTable => key.top[dimension];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

for (const dimension of ['ip', 'key', 'agent']) {
  t.test(`top ${dimension}: all rows and the missing part add up to the totals`, async (t) => {
    const { rows, missing } = table(dimension);
    for (const metric of METRICS) {
      // In millionths, so that adding full downloads is adding whole numbers.
      const parts = [...rows, missing].map((row) => Math.round(row[metric] * PARTS));
      const exact = metric === 'fullDownloads';
      const total = exact ? sum(parts) / PARTS : sum([...rows, missing].map((row) => row[metric]));
      t.equal(total, key.totals[metric], metric);
    }
  });

  t.test(`top ${dimension}: most bytes first, ties by code point, each name once`, async (t) => {
    const { rows } = table(dimension);
    t.strictSame(rows, rows.toSorted(compareRows));
    t.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
  });
}

function compareRows(a: TotalsRow, b: TotalsRow): number {
  return b.bytes - a.bytes || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

t.test('every line is a record, a duplicate or a reject', async (t) => {
  t.equal(key.records + key.duplicates + key.rejected, key.lines);
  t.equal(sum(Object.values(key.rejects)), key.rejected);
  t.equal(sum(Object.values(key.recordsByMonth)), key.records);
  t.equal(key.totals.requests, key.records);
});

t.test('every planned reject has a reason that Tamarin knows', async (t) => {
  const unknown = Object.keys(key.rejects).filter(
    (reason) => !Object.hasOwn(REJECT_REASONS, reason),
  );
  t.strictSame(unknown, []);
});

t.test('every user agent family in the table has a class', async (t) => {
  const families = table('agent').rows.map(({ name }) => name);
  t.strictSame(families.toSorted(), Object.keys(key.agents).toSorted());
});

t.test('the population of compare is that of the table', async (t) => {
  for (const metric of ['bytes', 'requests', 'downloads'] as const) {
    const values = table('ip').rows.map((row) => row[metric]);
    t.strictSame(key.compare.ip[metric], describePopulation(values), metric);
  }
});

t.test('median, percentiles and gini are those of a population counted by hand', async (t) => {
  t.strictSame(describePopulation([4, 1, 3, 2]), {
    count: 4,
    total: 10,
    mean: 2.5,
    median: 2.5,
    p90: 4,
    p99: 4,
    max: 4,
    gini: 0.25,
  });
  t.equal(describePopulation([9, 1, 5]).median, 5);
});

t.test(
  'the quiet giant is outside the top 25 of each month and in the top 10 of both',
  async (t) => {
    const giant = key.actors.quietGiant;
    for (const month of ['rankJanuary', 'rankFebruary']) t.ok(giant[month] > 25, month);
    for (const month of ['requestsRankJanuary', 'requestsRankFebruary'])
      t.ok(giant[month] > 25, month);
    t.ok(giant.rankOverall <= 10, `by bytes: ${giant.rankOverall}`);
    t.ok(giant.requestsRankOverall <= 10, `by requests: ${giant.requestsRankOverall}`);
  },
);

t.test(
  'the bandwidth hog comes first, and each address of the spread scraper far behind',
  async (t) => {
    const { rows } = table('ip');
    t.equal(rows[0]?.name, key.actors.hog.ip);
    const spread = rows.filter(({ name }) => name.startsWith('203.0.113.'));
    t.equal(spread.length, key.actors.spreadScraper.addresses);
    t.ok(spread.every(({ requests }) => requests <= 8));
  },
);
