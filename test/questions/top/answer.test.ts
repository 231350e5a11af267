/** Goal: every number of "top" equals a naive count over the records. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { TopAnswer } from '../../../src/questions/top/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';
import { MANY, waysOf } from '../ways.ts';

const seed = takeSeed(t);

async function top(raw: RawParameters, port: MemorySearch): Promise<TopAnswer> {
  // What every answer tells beside is the business of catalogue.test.ts.
  const { asOf: _, parameters: __, period: ___, ...answer } = await askQuestion('top', raw, port);
  if (answer.question !== 'top') throw new Error(answer.question);
  return answer;
}

const FIELD_OF = {
  ip: 'remote_ip',
  agent: 'agent_name',
  status: 'http_status',
  operation: 'operation',
} as const;
const dimension = fc.constantFrom('ip', 'agent', 'status', 'operation');
const isClose = (a: number, b: number): boolean => Math.abs(a - b) < 1e-12;

/** The ways of few groups and of many. */
const estimateMin = fc.constantFrom(0, MANY);

t.test('rows, totals and what is missing are counted right', async (t) => {
  const limit = fc.integer({ min: 1, max: 8 });
  const metric = fc.constantFrom(...METRIC_NAMES);
  await fc.assert(
    fc.asyncProperty(
      documents,
      dimension,
      metric,
      limit,
      estimateMin,
      async (documents, name, by, limit, estimateMin) => {
        // biome-ignore format: one world
        const port = new MemorySearch(documents, { estimateMin });
        const answer = await top({ dimension: name, by, limit: `${limit}` }, port);
        t.equal(waysOf(port)[0], estimateMin === 0 ? 'few' : 'list 100');
        const [field, key] = [FIELD_OF[name], KEY_OF[by]];
        const ranked = rankNaively(documents, field, by);
        const totals = count(documents);
        const shareOf = (value: number): number => (totals[key] === 0 ? 0 : value / totals[key]);
        const { rows, ...rest } = answer;
        t.strictSame(rest, {
          question: 'top',
          dimension: name,
          by,
          from: null,
          to: null,
          totals,
          missing: count(documents.filter((document) => document[field] === undefined)),
          fullDownloadsErrorMax: (totals.downloads * 0.5) / 1_000_000,
          distinct: { value: ranked.length, exact: true },
          exact: true,
        });
        const counted = rows.map(({ share: _, cumulativeShare: __, ...row }) => row);
        t.strictSame(counted, ranked.slice(0, limit));
        let cumulative = 0;
        for (const row of rows) {
          cumulative += row[key];
          t.ok(isClose(row.share ?? Number.NaN, shareOf(row[key])), 'share');
          t.ok(isClose(row.cumulativeShare ?? Number.NaN, shareOf(cumulative)), 'cumulative');
        }
        return t.passing();
      },
    ),
    { seed, numRuns: 250 },
  );
});

t.test('sums of fractions are exact', async (t) => {
  const answer = await top({ dimension: 'ip', by: 'full-downloads' }, new MemorySearch(RECORDS));
  t.equal(answer.rows[0]?.fullDownloads, 0.3);
  t.equal(answer.rows.at(-1)?.cumulativeShare, 1);
});

t.test('only the indices of the range are searched, and its end is not in it', async (t) => {
  const ask = async (range: RawParameters) => {
    const port = new MemorySearch(RECORDS);
    const { totals, from, to } = await top({ dimension: 'ip', ...range }, port);
    return [totals.requests, from, to, ...(port.opened[0] ?? [])];
  };
  const [january, february] = ['i-records-2026-01', 'i-records-2026-02'];
  t.strictSame(await ask({}), [4, null, null, january, february]);
  const first = '2026-02-01T00:00:00.000Z';
  t.strictSame(await ask({ from: '2026-02' }), [3, first, null, february]);
  const last = '2026-01-31T23:59:59.000Z';
  t.strictSame(await ask({ to: '2026-01-31T23:59:59' }), [0, null, last, january]);
  const third = '2026-02-02T00:00:00.000Z';
  t.strictSame(await ask({ from: last, to: third }), [2, last, third, january, february]);
});

t.test('a range without records is an answer of zeros', async (t) => {
  const zero = { bytes: 0, requests: 0, downloads: 0, fullDownloads: 0 };
  for (const estimateMin of [0, MANY]) {
    for (const range of [{ from: '2030-01-01' }, { to: '2001-01-01' }]) {
      const answer = await top(
        { dimension: 'ip', ...range },
        new MemorySearch(RECORDS, { estimateMin }),
      );
      t.match(answer, { totals: zero, missing: zero, distinct: { value: 0, exact: true } });
      t.strictSame([answer.rows, answer.exact], [[], true]);
    }
  }
});

// biome-ignore format: a table, one row a filter
const FILTERED: readonly (readonly [string, RawParameters, number])[] = [
  ['one value', { ip: '192.0.2.1' }, 80],
  ['the same one repeated is or', { ip: ['192.0.2.1', '192.0.2.2'] }, 90],
  ['different ones are and', { ip: ['192.0.2.2', '192.0.2.3'], bucket: 'media' }, 10],
  ['a network', { ip: '192.0.2.2/31' }, 20],
  ['a network and an address', { ip: ['192.0.2.2/31', '192.0.2.1'] }, 100],
  ['left out', { not: 'ip=192.0.2.1' }, 20],
  ['two of one dimension left out', { not: ['ip=192.0.2.1', 'ip=192.0.2.2'] }, 10],
  ['two of different dimensions left out', { not: ['ip=192.0.2.1', 'bucket=other'] }, 10],
  ['a network left out', { not: 'ip=192.0.2.0/24' }, 0],
  ['lacking', { without: 'key' }, 90],
  ['lacking two', { without: ['key', 'folder'] }, 80],
  ['a prefix', { 'key-prefix': 'video/' }, 10],
  ['any of two prefixes', { 'key-prefix': ['video/', 'x'] }, 10],
  ['a prefix that is none', { 'key-prefix': 'ideo/' }, 0],
  ['a class', { status: '2xx' }, 90],
  ['a class and a status', { status: ['4xx', '200'] }, 100],
  ['a class left out', { not: 'status=2xx' }, 10],
  ['a pattern', { key: 'video/*' }, 10],
  ['a pattern that is none', { key: '*.MP4' }, 0],
  ['a pattern left out leaves what has none', { not: 'key=*.mp4' }, 90],
  ['a pattern and a value', { folder: ['?', 'video'] }, 20],
  ['a value in any case', { method: 'get' }, 0],
  ['more than', { 'bytes-over': '10' }, 80],
  ['less than', { 'bytes-under': '20B' }, 20],
  ['between', { 'bytes-over': '10', 'bytes-under': '60' }, 20],
  ['no number is on neither side', { 'size-under': '1TB' }, 0],
];

for (const [name, raw, bytes] of FILTERED) {
  t.test(`filter: ${name}`, async (t) => {
    for (const estimateMin of [0, MANY]) {
      const answer = await top(
        { dimension: 'bucket', ...raw },
        new MemorySearch(RECORDS, { estimateMin }),
      );
      t.equal(answer.totals.bytes, bytes);
      t.equal(
        answer.rows.reduce((sum, row) => sum + row.bytes, 0),
        bytes,
        'rows are of the same records',
      );
    }
  });
}

t.test('keys of several buckets in range are said to be merged, and only then', async (t) => {
  const keyed = RECORDS.map((record): Document => ({ key: 'a', folder: '/', ...record }));
  const isMerged = async (raw: RawParameters) =>
    (await top(raw, new MemorySearch(keyed))).isMergedOverBuckets === true;
  t.equal(await isMerged({ dimension: 'key' }), true);
  t.equal(await isMerged({ dimension: 'folder' }), true);
  t.equal(await isMerged({ dimension: 'key', bucket: 'media' }), false);
  t.equal(await isMerged({ dimension: 'ip' }), false, 'an address is the same in all buckets');
});

for (const estimateMin of [0, MANY]) {
  t.test(
    `a sum above 2⁵³ is not said to be exact, of an estimated ${estimateMin} or more`,
    async (t) => {
      const huge = (bytes: number) =>
        new MemorySearch(
          [1, 2].map((n) => at('2026-01-01T00:00:00Z', bytes, { agent_name: `${n}` })),
          { estimateMin },
        );
      const limit = Number.MAX_SAFE_INTEGER;
      t.match(await top({ dimension: 'agent' }, huge(limit)), {
        exact: false,
        inexactBecause: 'a sum is above 2⁵³',
      });
      t.match(
        await top({ dimension: 'agent', by: 'requests' }, huge(limit)),
        { exact: false },
        'bytes are shown whatever is asked by',
      );
      const largest = await top({ dimension: 'agent' }, huge((limit - 1) / 2));
      t.strictSame([largest.exact, 'inexactBecause' in largest], [true, false]);
      const files = [1, 2].map((n) =>
        at('2026-01-01T00:00:00Z', 1, { agent_name: `${n}`, download_ppm: limit }),
      );
      t.match(await top({ dimension: 'agent' }, new MemorySearch(files, { estimateMin })), {
        exact: false,
      });
    },
  );
}
