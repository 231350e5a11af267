/**
 * Goal: what a question by cost says equals the cost of its records, counted one by one, whichever way
 * the answer took; groups add up to their month to the last digit.
 */
import fc from 'fast-check';
import t from 'tap';
import { costIn, EVERY_METRIC } from '../../../src/questions/ask/metric.ts';
import { addMetrics } from '../../../src/questions/ask/metrics.ts';
import { readGroupQuestion } from '../../../src/questions/ask/read-parameters.ts';
import { askQuestion, prepareQuestion, prepareStream } from '../../../src/questions/catalogue.ts';
import { withSnapshot } from '../../../src/questions/count/snapshot.ts';
import { sweepRows } from '../../../src/questions/count/sweep.ts';
import { countAll, countMissing } from '../../../src/questions/count/totals.ts';
import { priceQuestion } from '../../../src/questions/money/price-metric.ts';
import { takeSeed } from '../../house/seed.ts';
import { askTop } from '../ask-top.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY, moneyDocuments } from '../money-worlds.ts';
import { count } from '../naive.ts';
import { isDearer, isEqual, naiveAmount, naiveCost, sumOf } from '../naive-money.ts';
import { MANY } from '../ways.ts';

const seed = takeSeed(t);

/** Groups by address, the dearest first; equal ones by name. */
const rank = (some: readonly Document[], all: readonly Document[]) =>
  [...Map.groupBy(some, ({ remote_ip: ip }) => String(ip ?? ''))]
    .filter(([name]) => name !== '')
    .map(([name, own]) => ({ name, cost: naiveCost(own, all) }))
    .sort((a, b) =>
      isEqual(a.cost, b.cost) ? (a.name < b.name ? -1 : 1) : isDearer(a.cost, b.cost) ? -1 : 1,
    );

const within = (documents: readonly Document[], from: string, to: string): readonly Document[] =>
  documents.filter(({ '@timestamp': time }) => String(time) >= from && String(time) < to);

const RANGE = { from: '2026-01-15', to: '2026-03-10' };

t.test('top by cost: few groups and many, a part of three months, filters', async (t) => {
  const property = fc.asyncProperty(
    moneyDocuments,
    fc.constantFrom(0, MANY),
    fc.constantFrom('desc', 'asc'),
    fc.constantFrom({}, { bucket: 'media' }, { operation: 'REST.GET.OBJECT' }),
    fc.constantFrom({}, RANGE),
    async (documents, estimateMin, order, filter, range) => {
      const raw = { dimension: 'ip', by: 'cost', limit: '3', order, ...filter, ...range };
      const { answer, ways } = await askTop(documents, raw, { ...MONEY, estimateMin });
      t.equal(ways[0], estimateMin === 0 ? 'few' : order === 'asc' ? 'sweep 10000' : 'list 100');
      const ofRange = 'from' in range ? within(documents, RANGE.from, RANGE.to) : documents;
      const some = ofRange.filter((document) =>
        Object.entries(filter).every(([field, value]) => document[field] === value),
      );
      const ranked = rank(some, documents);
      const rows = order === 'asc' ? ascending(ranked) : ranked;
      t.strictSame(
        answer.rows.map(({ name, cost }) => [name, cost?.amount]),
        rows.slice(0, 3).map(({ name, cost }) => [name, naiveAmount(cost)]),
      );
      t.equal(answer.totals.cost?.amount, naiveAmount(naiveCost(some, documents)));
      const lacking = some.filter(({ remote_ip: ip }) => ip === undefined);
      t.equal(answer.missing.cost?.amount, naiveAmount(naiveCost(lacking, documents)));
      t.match(answer.totals, count(some), 'and the metrics of every row');
    },
  );
  await fc.assert(property, { seed, numRuns: 40 });
});

const ascending = (ranked: ReturnType<typeof rank>) =>
  ranked.toSorted((a, b) =>
    isEqual(a.cost, b.cost) ? (a.name < b.name ? -1 : 1) : isDearer(a.cost, b.cost) ? 1 : -1,
  );

t.test('groups add up to the whole, in whole parts, and so do the months', async (t) => {
  const property = fc.asyncProperty(moneyDocuments, async (documents) => {
    const port = new MemorySearch(documents, MONEY);
    const question = readGroupQuestion(
      { dimension: 'ip', by: 'cost' },
      { dimension: 'ip', metrics: EVERY_METRIC },
    );
    await withSnapshot(port, question.scope, async (snapshot) => {
      const priced = await priceQuestion(question, snapshot);
      const asked = priced?.checked ?? question;
      const { dimension } = asked;
      if (dimension.kind === 'folded') throw new Error('ip is a field');
      const ofField = { ...asked, dimension };
      let sum = await countMissing(ofField, snapshot);
      await sweepRows(ofField, snapshot, (rows) => {
        for (const { raw } of rows) sum = addMetrics(sum, raw);
      });
      const all = await countAll(asked, snapshot);
      t.equal(sum.cost, all.cost, 'to the last digit');
      const under = costIn(asked.by)?.pricing?.under ?? 1n;
      const months = Map.groupBy(documents, (document) => String(document['@timestamp']).slice(0, 7)); // biome-ignore format: one call
      const each = [...months.values()].map((own) => naiveCost(own, documents));
      t.ok(isEqual([all.cost ?? 0n, under], sumOf(each)), 'the months too');
    });
  });
  await fc.assert(property, { seed, numRuns: 40 });
});

t.test('a timeline by cost, and what its parts cost', async (t) => {
  const property = fc.asyncProperty(moneyDocuments, async (documents) => {
    const port = new MemorySearch(documents, MONEY);
    const raw = { by: 'cost', interval: 'month', split: 'bucket' };
    const answer = await askQuestion('timeline', raw, port);
    if (answer.question !== 'timeline') throw new Error(answer.question);
    for (const { time, cost, parts = [], rest } of answer.rows) {
      const own = within(documents, time.slice(0, 7), `${time.slice(0, 7)}~`);
      t.equal(cost?.amount, naiveAmount(naiveCost(own, documents)));
      for (const [at, bucket] of (answer.split?.names ?? []).entries())
        t.match(parts[at], { amount: naiveAmount(naiveCost(own.filter((each) => each.bucket === bucket), documents)) }); // biome-ignore format: one part
      t.match(rest, { amount: '0.0000', currency: 'USD' });
    }
    t.equal(answer.totals.cost?.amount, naiveAmount(naiveCost(documents, documents)));
  });
  await fc.assert(property, { seed, numRuns: 40 });
});

t.test('compare by cost is over the whole population', async (t) => {
  const property = fc.asyncProperty(moneyDocuments, async (documents) => {
    const port = new MemorySearch(documents, MONEY);
    const answer = await askQuestion('compare', { dimension: 'ip', by: 'cost', limit: '2' }, port);
    if (answer.question !== 'compare') throw new Error(answer.question);
    const ranked = rank(documents, documents);
    const total = sumOf(ranked.map(({ cost }) => cost));
    t.equal(answer.population.count, ranked.length);
    t.match(answer.population.total, { amount: naiveAmount(total), currency: 'USD' });
    t.match(
      answer.rows.map(({ name, value }) => ({ name, value })),
      ranked.slice(0, 2).map(({ name, cost }) => ({ name, value: { amount: naiveAmount(cost) } })),
    );
    const first = ranked[0];
    if (first !== undefined && total[0] > 0n)
      t.ok(Math.abs((answer.rows[0]?.share ?? 0) - ratio(first.cost, total)) < 1e-9);
    t.match(answer.population.max, { amount: first === undefined ? '0.0000' : naiveAmount(first.cost) }); // biome-ignore format: one rule
  });
  await fc.assert(property, { seed, numRuns: 40 });
});

const ratio = ([a, b]: readonly [bigint, bigint], [c, d]: readonly [bigint, bigint]): number =>
  Number((a * d * 10n ** 12n) / (b * c)) / 1e12;

t.test('a client by cost: its part of all, its hours and its tables', async (t) => {
  const property = fc.asyncProperty(moneyDocuments, async (documents) => {
    const own = documents.filter(({ remote_ip: ip }) => ip === '192.0.2.1');
    if (own.length === 0) return;
    const port = new MemorySearch(documents, MONEY);
    const answer = await askQuestion('client', { client: '192.0.2.1', by: 'cost' }, port);
    if (answer.question !== 'client') throw new Error(answer.question);
    const amount = naiveAmount(naiveCost(own, documents));
    t.equal(answer.totals.cost?.amount, amount);
    t.equal(answer.everybody.cost?.amount, naiveAmount(naiveCost(documents, documents)));
    t.equal(answer.hours[0]?.cost?.amount, amount, 'all at midnight');
    const table = answer.tables.find(({ dimension }) => dimension === 'operation');
    for (const { name, cost } of table?.rows ?? [])
      t.equal(cost?.amount, naiveAmount(naiveCost(own.filter(({ operation }) => operation === name), documents))); // biome-ignore format: one row
  });
  await fc.assert(property, { seed, numRuns: 40 });
});

for (const raw of [
  { dimension: 'ip', by: 'requests' },
  { dimension: 'ip', by: 'errors' },
  { dimension: 'ip', by: 'distinct(bucket)' },
  { dimension: 'hour', by: 'bytes' },
  { dimension: 'status-class', by: 'bytes' },
  { dimension: 'ip,bucket', by: 'bytes' },
  { dimension: 'hour', by: 'cost' },
  { dimension: 'status-class', by: 'cost' },
  { dimension: 'ip,bucket', by: 'cost' },
])
  t.test(`top ${raw.dimension} by ${raw.by} with --cost`, async (t) => {
    const property = fc.asyncProperty(moneyDocuments, async (documents) => {
      const { answer } = await askTop(documents, { ...raw, cost: 'true', limit: '100' }, MONEY);
      t.equal(answer.totals.cost?.amount, naiveAmount(naiveCost(documents, documents)));
      for (const { name, cost } of answer.rows) {
        const own = documents.filter((document) => isOf(document, raw.dimension, name));
        t.equal(cost?.amount, naiveAmount(naiveCost(own, documents)), name);
      }
    });
    await fc.assert(property, { seed, numRuns: 12 });
  });

function isOf(
  { remote_ip: ip, bucket, http_status: status }: Document,
  dimension: string,
  name: string,
): boolean {
  // biome-ignore format: one signature
  if (dimension === 'ip') return ip === name;
  if (dimension === 'hour') return name === '00:00' || name === '00' || name === '0';
  if (dimension === 'status-class') return name === `${String(status)[0]}xx`;
  return `${ip}, ${bucket}` === name;
}

t.test('without --cost nothing is asked about prices', async (t) => {
  const { answer } = await askTop([{ ...DOCUMENT, bucket: 'nobody-knows' }], { dimension: 'ip' });
  t.notOk('cost' in answer.totals || 'estimate' in answer);
});

const DOCUMENT: Document = {
  '@timestamp': '2026-02-03T00:00:00Z',
  bucket: 'media',
  host_header: 'media.s3.us-east-1.amazonaws.com',
  operation: 'REST.GET.OBJECT',
  origin: 'internet',
  http_status: 200,
  remote_ip: '192.0.2.1',
  bytes_sent: 107_374_182_400,
};

t.test('the answer names its prices, and says that it is no bill', async (t) => {
  const port = new MemorySearch([DOCUMENT], MONEY);
  const { answer, present } = await prepareQuestion('top', { dimension: 'ip', by: 'cost' })(port);
  t.match(answer.estimate, { currency: 'USD', prices: [{ region: 'us-east-1', date: '2025-01-01' }], leftOut: ['storage', 'retrieval', 'replication'] }); // biome-ignore format: one text
  const { title, closing, tables } = present();
  t.equal(title, 'Top 1 of 1 IP address by cost');
  t.match(closing.join('\n'), /All: 107\.4 GB, 1 request, 1 download, .*, 9\.00 USD\.\nAn estimate at list prices of 2025-01-01, not the bill; not in these logs: storage, retrieval, replication\./); // biome-ignore format: one text
  t.match(
    tables[0]?.columns.map(({ heading }) => heading),
    /cost/,
  );
});

t.test('every group in turn, as rows that are handed on', async (t) => {
  const rows: object[] = [];
  const notes: string[] = [];
  const stream = prepareStream('top', { dimension: 'ip', by: 'cost', limit: 'all' });
  await stream?.(new MemorySearch([DOCUMENT], MONEY), {
    begin: async (head) => void notes.push(...(head.notes ?? [])),
    rows: async (some) => void rows.push(...some),
  });
  t.match(rows, [{ name: '192.0.2.1', cost: { amount: '9.0000004', currency: 'USD' }, share: 1 }]);
  t.match(notes.join(), /An estimate at list prices/);
});
