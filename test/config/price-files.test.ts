/** Goal: what bytes cost by tiers equals the sum over single gigabytes, also across every border. */
import t from 'tap';
import { pricesOf } from '../../src/config/price-files.ts';
import { readPriceTable } from '../../src/config/read-price-table.ts';
import { fraction, NOTHING, plus, times } from '../../src/core/fraction.ts';
import { GB_BYTES, tierPrice } from '../../src/core/price-table.ts';

const RIGHT = {
  region: 'eu-west-1',
  currency: 'USD',
  date: '2025-01-01',
  source: 'made up',
  egressPerGb: [{ upToGb: 3, price: '0.09' }, { upToGb: 7, price: 0.085 }, { price: '0.07' }],
  otherRegionPerGb: '0.02',
  requestsPer1000: { put: '0.005', get: '0.0004' },
};

t.test('each gigabyte costs what its tier says', async (t) => {
  const problems: string[] = [];
  const table = readPriceTable(RIGHT, 'made', problems);
  t.strictSame(problems, []);
  if (table === null) return;
  let naive = NOTHING;
  for (let gb = 1n; gb <= 12n; gb += 1n) {
    naive = plus(naive, fraction(gb <= 3n ? 90n : gb <= 7n ? 85n : 70n, 1_000n));
    t.strictSame(tierPrice(table.egress, fraction(gb * GB_BYTES)), naive, `${gb} GB`);
  }
  t.strictSame(tierPrice(table.egress, fraction(1n)), fraction(90n, 1_000n * GB_BYTES));
  t.strictSame(tierPrice(table.egress, NOTHING), NOTHING);
  t.strictSame(times(table.perRequest.get, fraction(1_000n)), fraction(4n, 10_000n));
});

const REGIONS = [
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
const NO_FILE = { pricesFile: null, bucketRegions: null, freeEgressGb: 0 };

for (const region of REGIONS)
  t.test(`prices/${region}.json is right, dated, and dearer the less is sent`, async (t) => {
    const table = pricesOf(NO_FILE).tableOf(region);
    t.match(table, { region, currency: 'USD', date: /^\d{4}-/ });
    const perGb = table?.egress.map(({ perByte }) => Number((perByte.over * GB_BYTES * 10_000n) / perByte.under)) ?? []; // biome-ignore format: one list
    t.strictSame(
      perGb.toSorted((a, b) => b - a),
      perGb,
    );
    t.equal(perGb.length, 4);
  });

t.test('of a region without a file nothing is known', async (t) => {
  t.equal(pricesOf(NO_FILE).tableOf('mars-north-1'), null);
  t.equal(pricesOf(NO_FILE).tableOf('../package'), null);
});

t.test("the operator's file says what differs, or a whole region", async (t) => {
  const folder = t.testdir({
    'mine.yaml': [
      'us-east-1:',
      '  date: "2026-02-01"',
      '  otherEgressGb: 500',
      '  egressPerGb: [{ price: 0.04 }]',
      '  requestsPer1000: { put: 0.000000123, get: "0.000000000000001" }',
      'eu-west-1: { otherRegionPerGb: cheap, tip: 1 }',
    ].join('\n'),
    'list.yaml': '- 1',
  });
  const prices = pricesOf({
    pricesFile: `${folder}/mine.yaml`,
    bucketRegions: 'media=eu-west-1,logs=us-east-1',
    freeEgressGb: 100,
  });
  const table = prices.tableOf('us-east-1');
  t.match(table, { date: '2026-02-01', otherEgressBytes: fraction(500n * GB_BYTES) });
  t.strictSame(tierPrice(table?.egress ?? [], fraction(100n * GB_BYTES)), fraction(4n));
  t.strictSame(table?.perRequest, {
    put: fraction(123n, 10n ** 12n),
    get: fraction(1n, 10n ** 18n),
  });
  t.equal(prices.regionsOfBuckets.get('media'), 'eu-west-1');
  t.strictSame(prices.freeEgressBytes, fraction(100n * GB_BYTES));
  t.throws(() => prices.tableOf('eu-west-1'), {
    code: 'config_invalid',
    message: /unknown key tip[\s\S]*otherRegionPerGb: should be a number/,
  });
  for (const name of ['list.yaml', 'absent.yaml'])
    t.throws(() => pricesOf({ ...NO_FILE, pricesFile: `${folder}/${name}` }).tableOf('us-east-1'), {
      code: 'config_invalid',
      message: /^pricesFile: /,
    });
});

// biome-ignore format: a table, one row a file
const wrong = [
  [{ currency: 'dollars' }, /currency: should be three letters/],
  [{ egressPerGb: [] }, /egressPerGb: should be a list of tiers/],
  [{ egressPerGb: [{ upToGb: 1, price: 1 }] }, /0\.upToGb: should be absent/],
  [{ egressPerGb: [{ upToGb: 5, price: 1 }, { upToGb: 5, price: 1 }, { price: 1 }] }, /1\.upToGb: should be more/],
  [{ requestsPer1000: { put: -1, get: '0.1' } }, /requestsPer1000\.put: should be a number/],
  [{ egressPerGb: [{ price: 1, unit: 'GB' }] }, /0\.unit: should be absent/],
] as const;

for (const [given, problem] of wrong)
  t.test(`a file with ${JSON.stringify(given)} is refused`, async (t) => {
    const problems: string[] = [];
    t.equal(readPriceTable({ ...RIGHT, ...given }, 'x', problems), null);
    t.match(problems.join('\n'), problem);
  });
