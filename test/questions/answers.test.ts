/** Goal: every number of an answer equals a naive count over the records. */
import fc from 'fast-check';
import t from 'tap';
import { answerCompare } from '../../src/questions/compare.ts';
import { DIMENSION_TABLE, findDimension } from '../../src/questions/dimension-table.ts';
import { findMetric, METRIC_TABLE } from '../../src/questions/metric-table.ts';
import type { GroupQuestion, Scope } from '../../src/questions/question.ts';
import { answerTop } from '../../src/questions/top.ts';
import { takeSeed } from '../house/seed.ts';
import { type Document, MemorySearch } from './memory-search.ts';

const seed = takeSeed(t);
const EVERYTHING: Scope = { from: null, to: null, filters: [] };

function question(dimension: string, by: string, more: Partial<GroupQuestion> = {}): GroupQuestion {
  const [found, metric] = [findDimension(dimension), findMetric(by)];
  if (found === null || metric === null) throw new Error(`${dimension} by ${by}`);
  return { dimension: found, by: metric, scope: EVERYTHING, limit: 10, ...more };
}

/** Of few values, so that groups, ties and lacking fields are common; absent where 0 is drawn. */
const document: fc.Arbitrary<Document> = fc
  .record({
    month: fc.integer({ min: 1, max: 3 }),
    ip: fc.nat({ max: 5 }),
    operation: fc.constantFrom('REST.GET.OBJECT', 'WEBSITE.GET.OBJECT', 'REST.COPY.OBJECT_GET'),
    status: fc.constantFrom(200, 206, 304),
    bytes: fc.constantFrom(0, 1, 10, 10, 1_000_000_000_000),
    ppm: fc.constantFrom(0, 100_000, 200_000, 1_000_000),
    agent: fc.constantFrom('', '\u{1f600}', '\ufffd', 'Chrome'),
  })
  .map(({ month, ip, operation, status, bytes, ppm, agent }) => ({
    '@timestamp': `2026-0${month}-15T00:00:00Z`,
    operation,
    http_status: status,
    ...(ip === 0 ? {} : { remote_ip: `192.0.2.${ip}` }),
    ...(bytes === 0 ? {} : { bytes_sent: bytes }),
    ...(ppm === 0 ? {} : { download_ppm: ppm }),
    ...(agent === '' ? {} : { agent_name: agent }),
  }));
const documents = fc.array(document, { minLength: 1, maxLength: 60 });
const dimension = fc.constantFrom('ip', 'agent', 'status', 'operation');
const metric = fc.constantFrom(...METRIC_TABLE.map(({ name }) => name));

interface Counted {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  readonly fullDownloads: number;
}

function count(some: readonly Document[]): Counted {
  const sum = (field: string): number =>
    some.reduce((total, document) => total + Number(document[field] ?? 0), 0);
  const isDownload = ({ operation, http_status: status }: Document): boolean =>
    operation !== 'REST.COPY.OBJECT_GET' && status !== 304;
  return {
    bytes: sum('bytes_sent'),
    requests: some.length,
    downloads: some.filter(isDownload).length,
    fullDownloads: sum('download_ppm') / 1_000_000,
  };
}

/** By value, then by code point; `Array.from` and not UTF-16. */
function rankNaively(documents: readonly Document[], field: string, key: keyof Counted) {
  const groups = Map.groupBy(documents, (document) => document[field]);
  const points = (name: string): string =>
    [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');
  return [...groups]
    .filter(([name]) => name !== undefined)
    .map(([name, some]) => ({ name: String(name), ...count(some) }))
    .sort((a, b) => b[key] - a[key] || (points(a.name) < points(b.name) ? -1 : 1));
}

t.test('top: rows, totals and what is missing are counted right', async (t) => {
  const limit = fc.integer({ min: 1, max: 8 });
  await fc.assert(
    fc.asyncProperty(documents, dimension, metric, limit, async (documents, name, by, limit) => {
      const asked = question(name, by, { limit });
      const { field } = asked.dimension;
      const { key } = asked.by;
      const answer = await answerTop(asked, new MemorySearch(documents));
      const ranked = rankNaively(documents, field, key);
      const totals = count(documents);
      const shareOf = (value: number): number => (totals[key] === 0 ? 0 : value / totals[key]);
      let cumulative = 0;
      const rows = ranked.slice(0, limit).map((row) => {
        cumulative += row[key];
        return { ...row, share: shareOf(row[key]), cumulativeShare: shareOf(cumulative) };
      });
      const isSame = t.match(answer, {
        question: 'top',
        dimension: name,
        by,
        from: null,
        to: null,
        totals,
        missing: count(documents.filter((document) => document[field] === undefined)),
        distinct: { value: ranked.length, exact: true },
        exact: true,
      });
      const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-12;
      const areSame =
        rows.length === answer.rows.length &&
        rows.every((row, at) => {
          const got = answer.rows[at];
          return (
            got !== undefined &&
            got.name === row.name &&
            got.bytes === row.bytes &&
            got.requests === row.requests &&
            got.downloads === row.downloads &&
            got.fullDownloads === row.fullDownloads &&
            close(got.share, row.share) &&
            close(got.cumulativeShare, row.cumulativeShare)
          );
        });
      return isSame && areSame;
    }),
    { seed, numRuns: 200 },
  );
});

t.test('compare: the population is all users, not those shown', async () => {
  await fc.assert(
    fc.asyncProperty(documents, dimension, metric, async (documents, name, by) => {
      const asked = question(name, by, { limit: 2 });
      const { key } = asked.by;
      const answer = await answerCompare(asked, new MemorySearch(documents));
      const ranked = rankNaively(documents, asked.dimension.field, key);
      const unit = key === 'fullDownloads' ? 1_000_000 : 1; // fractions add up inexactly
      const values = ranked.map((row) => Math.round(row[key] * unit));
      const total = values.reduce((sum, value) => sum + value, 0) / unit;
      const top = values.slice(0, 2).reduce((sum, value) => sum + value, 0) / unit;
      const { population, rows } = answer;
      return (
        population.count === ranked.length &&
        population.total === total &&
        answer.top.count === Math.min(2, ranked.length) &&
        answer.top.total === top &&
        rows.every((row, at) => {
          const wanted = ranked[at];
          const below = ranked.filter((other) => other[key] < row.value).length;
          return (
            row.name === wanted?.name &&
            row.value === wanted[key] &&
            row.percentile === below / ranked.length
          );
        })
      );
    }),
    { seed, numRuns: 200 },
  );
});

const at = (time: string, ip: string, bytes: number, more: Document = {}): Document => ({
  '@timestamp': time,
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  remote_ip: ip,
  bytes_sent: bytes,
  ...more,
});

const RECORDS: readonly Document[] = [
  at('2026-01-31T23:59:59Z', '192.0.2.1', 60, { bucket: 'media', download_ppm: 100_000 }),
  at('2026-02-01T00:00:00Z', '192.0.2.1', 20, { bucket: 'media', download_ppm: 200_000 }),
  at('2026-02-02T00:00:00Z', '192.0.2.2', 10, { bucket: 'other' }),
  at('2026-02-03T00:00:00Z', '192.0.2.3', 10, { bucket: 'media' }),
];

t.test('compare: the figures beside each other', async (t) => {
  const answer = await answerCompare(
    question('ip', 'bytes', { limit: 2 }),
    new MemorySearch(RECORDS),
  );
  t.strictSame(answer, {
    question: 'compare',
    dimension: 'ip',
    by: 'bytes',
    from: null,
    to: null,
    population: {
      count: 3,
      total: 100,
      mean: 100 / 3,
      median: 10,
      p90: 80,
      p99: 80,
      max: 80,
      gini: 140 / 300,
    },
    top: { count: 2, total: 90, mean: 45, share: 0.9 },
    rows: [
      {
        name: '192.0.2.1',
        value: 80,
        share: 0.8,
        timesMean: 80 / (100 / 3),
        timesMedian: 8,
        percentile: 2 / 3,
      },
      {
        name: '192.0.2.2',
        value: 10,
        share: 0.1,
        timesMean: 10 / (100 / 3),
        timesMedian: 1,
        percentile: 0,
      },
    ],
    exact: true,
  });
});

t.test('sums of fractions are exact', async (t) => {
  const port = new MemorySearch(RECORDS);
  const compared = await answerCompare(question('ip', 'full-downloads'), port);
  t.equal(compared.population.total, 0.3);
  const top = await answerTop(question('ip', 'full-downloads'), port);
  t.equal(top.rows[0]?.fullDownloads, 0.3);
  t.equal(top.rows.at(-1)?.cumulativeShare, 1);
});

t.test('a median of nothing has no multiple', async (t) => {
  const port = new MemorySearch(RECORDS.map(({ bytes_sent: _, ...rest }) => rest));
  const { rows, population } = await answerCompare(question('ip', 'bytes'), port);
  t.strictSame(
    rows.map(({ timesMean, timesMedian, share }) => [timesMean, timesMedian, share]),
    [
      [0, null, 0],
      [0, null, 0],
      [0, null, 0],
    ],
  );
  t.equal(population.gini, 0);
});

t.test('only the indices of the range are searched, and its end is not in it', async (t) => {
  const ask = async (from: string | null, to: string | null) => {
    const port = new MemorySearch(RECORDS);
    const answer = await answerTop(
      question('ip', 'requests', { scope: { from, to, filters: [] } }),
      port,
    );
    return [answer.totals.requests, ...port.searched];
  };
  const [january, february] = ['i-records-2026-01', 'i-records-2026-02'];
  const all = await ask(null, null);
  t.strictSame(all, [4, january, february]);
  t.strictSame(await ask('2026-02-01T00:00:00.000Z', null), [3, february]);
  t.strictSame(await ask(null, '2026-01-31T23:59:59.000Z'), [0, january]);
  t.strictSame(await ask('2026-01-31T23:59:59.000Z', '2026-02-02T00:00:00.000Z'), [
    2,
    january,
    february,
  ]);
});

t.test('a range without records is an answer of zeros', async (t) => {
  const scope = { from: '2030-01-01T00:00:00.000Z', to: null, filters: [] };
  const port = new MemorySearch(RECORDS);
  const zero = { bytes: 0, requests: 0, downloads: 0, fullDownloads: 0 };
  const top = await answerTop(question('ip', 'bytes', { scope }), port);
  t.strictSame([top.totals, top.missing, top.rows, top.distinct.value], [zero, zero, [], 0]);
  const compared = await answerCompare(question('ip', 'bytes', { scope }), port);
  t.strictSame(compared.population, {
    count: 0,
    total: 0,
    mean: 0,
    median: 0,
    p90: 0,
    p99: 0,
    max: 0,
    gini: 0,
  });
  t.strictSame(compared.top, { count: 0, total: 0, mean: 0, share: 0 });
});

t.test('filters: repeated is or, different is and', async (t) => {
  const filter = (name: string, ...values: string[]) => ({
    dimension: findDimension(name) ?? DIMENSION_TABLE[0],
    values,
  });
  const ask = async (...filters: ReturnType<typeof filter>[]) => {
    const scope = { ...EVERYTHING, filters };
    return (await answerTop(question('ip', 'bytes', { scope }), new MemorySearch(RECORDS))).totals
      .bytes;
  };
  t.equal(await ask(filter('ip', '192.0.2.1')), 80);
  t.equal(await ask(filter('ip', '192.0.2.1', '192.0.2.2')), 90);
  t.equal(await ask(filter('ip', '192.0.2.2', '192.0.2.3'), filter('bucket', 'media')), 10);
});

t.test('without any index it says how to get records', async (t) => {
  const port = new MemorySearch([]);
  const wanted = { code: 'question_failed', hint: /--samples/ };
  await t.rejects(answerTop(question('ip', 'bytes'), port), wanted);
  await t.rejects(answerCompare(question('ip', 'bytes'), port), wanted);
});

t.test('an answer that may lack groups, or exceeds exact integers, says so', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, n) => at('2026-01-01T00:00:00Z', `${n}`, 1));
  const cut = await answerTop(question('ip', 'bytes', { limit: 1 }), new MemorySearch(many));
  t.match(cut, { exact: false, inexactBecause: /more groups/, distinct: { exact: false } });
  const whole = await answerTop(
    question('ip', 'bytes', { limit: 1 }),
    new MemorySearch(many.slice(1)),
  );
  t.match(whole, { exact: true, distinct: { value: 19_999, exact: true } });
  t.notOk('inexactBecause' in whole);
  const huge = [1, 2].map((n) => at('2026-01-01T00:00:00Z', `${n}`, Number.MAX_SAFE_INTEGER));
  t.match(await answerTop(question('ip', 'bytes'), new MemorySearch(huge)), {
    exact: false,
    inexactBecause: /2⁵³/,
  });
  t.match(await answerCompare(question('ip', 'bytes'), new MemorySearch(huge)), { exact: false });
});
