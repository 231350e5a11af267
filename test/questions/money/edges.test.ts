/** Goal: costs hold where there is nobody, at the borders of a clock, among people, and over many years. */
import t from 'tap';
import { COST } from '../../../src/questions/ask/cost-metric.ts';
import { NO_METRICS, plainValue, showMetrics } from '../../../src/questions/ask/metrics.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY } from '../money-worlds.ts';
import { naiveAmount, naiveCost } from '../naive-money.ts';

const record = (time: string, bytes: number, more: Document = {}): Document => ({
  '@timestamp': time,
  bucket: 'media',
  bucket_owner: 'owner-id',
  host_header: 'media.s3.us-east-1.amazonaws.com',
  operation: 'REST.GET.OBJECT',
  origin: 'internet',
  http_status: 200,
  remote_ip: '192.0.2.1',
  bytes_sent: bytes,
  ...more,
});

const ask = (name: string, raw: RawParameters, documents: readonly Document[]) =>
  askQuestion(name, { by: 'cost', ...raw }, new MemorySearch(documents, MONEY));

t.test(
  'maximum and mean are exact where a number of 8 bytes is off in the last digit',
  async (t) => {
    const most = record('2026-02-03T00:00:00Z', 60_058_082_174_247);
    const other = record('2026-02-03T00:00:00Z', 7_000_000_000, { remote_ip: '192.0.2.2' });
    const answer = await ask('compare', { dimension: 'ip', limit: '2' }, [most, other]);
    const mean = { amount: '2367.4988445254', currency: 'USD' };
    t.match(answer, { population: { max: { amount: '4734.4458708121' }, mean }, top: { mean } });
  },
);

for (const raw of [{ bucket: 'nowhere' }, { month: '2024-02' }])
  t.test(`nobody costs exactly nothing: ${JSON.stringify(raw)}`, async (t) => {
    const documents = [record('2026-02-03T00:00:00Z', 1)];
    for (const [name, own] of [
      ['top', { dimension: 'ip' }],
      ['compare', { dimension: 'ip' }],
      ['timeline', {}],
      ['growth', { dimension: 'ip', month: '2026-02' }],
    ] as const) {
      const prepared = prepareQuestion(name, { by: 'cost', ...own, ...raw });
      const { answer, present } = await prepared(new MemorySearch(documents, MONEY));
      t.match(answer, { exact: true, rows: [] }, name);
      t.match(present().closing.join(' '), /An estimate at list prices/, name);
    }
  });

/** In January tiers are crossed, so that a byte of the same hour in Berlin is cheaper there. */
const BORDER = [
  record('2026-01-10T00:00:00Z', 90_000_000_000_000, { remote_ip: '192.0.2.2' }),
  record('2026-01-31T22:59:59Z', 1_000_000_000_000),
  record('2026-01-31T23:30:00Z', 1_000_000_000_000, { agent_class: 'bot' }),
  record('2026-02-03T00:00:00Z', 1_000_000_000_000),
];

t.test('a month of Berlin has records of two months of prices', async (t) => {
  const answer = await ask('timeline', { interval: 'month', tz: 'Europe/Berlin' }, BORDER);
  const amounts = [BORDER.slice(0, 2), BORDER.slice(2)].map((some) => naiveAmount(naiveCost(some, BORDER))); // biome-ignore format: one list
  t.match(answer, { rows: amounts.map((amount) => ({ cost: { amount } })) });
  const month = await ask('top', { dimension: 'ip', month: '2026-02', tz: 'Europe/Berlin' }, BORDER); // biome-ignore format: one call
  t.match(month, { totals: { cost: { amount: amounts[1] } } });
  t.not(amounts[1], naiveAmount(naiveCost(BORDER.slice(2), BORDER.slice(2))));
});

t.test('what people cost follows from the bytes of all', async (t) => {
  const range = { month: '2026-02', tz: 'Europe/Berlin', audience: 'people' };
  const answer = await ask('top', { dimension: 'ip', ...range }, BORDER);
  t.match(answer, {
    totals: { cost: { amount: naiveAmount(naiveCost(BORDER.slice(3), BORDER)) } },
  });
});

t.test('parts of many months and regions are not shortened for every row', async (t) => {
  const under = 10n ** 1_600n + 7n;
  const by = { ...COST, pricing: { currency: 'USD', under, aggs: {}, partsOf: () => 0n, bounds: [] } }; // biome-ignore format: one metric
  const parts = 3n * under + 7n ** 1_890n;
  const started = performance.now();
  for (let row = 0; row < 2_000; row += 1) {
    plainValue(parts, by);
    showMetrics({ ...NO_METRICS, cost: parts }, by);
  }
  t.ok(performance.now() - started < 3_000, 'shortened it takes 16 s');
  const part = 10 ** (1_890 * Math.log10(7) - 1_600);
  t.equal(plainValue(parts, by).toFixed(9), (3 + part).toFixed(9));
  const { cost } = showMetrics({ ...NO_METRICS, cost: parts }, by);
  t.equal(Number(cost?.amount).toFixed(9), (3 + part).toFixed(9));
});
