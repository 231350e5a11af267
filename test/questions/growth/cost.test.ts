/**
 * Goal: by cost and with --cost, what changed is the difference of two costs that are counted one by
 * one, each record by the prices of its own month, to the last digit.
 */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY, moneyDocuments } from '../money-worlds.ts';
import { isDearer, isEqual, less, naiveAmount, naiveCost, sumOf } from '../naive-money.ts';

const seed = takeSeed(t);

async function growth(
  records: readonly Document[],
  raw: RawParameters,
  options: MemoryOptions = MONEY,
) {
  // biome-ignore format: one signature
  const port = new MemorySearch(records, options);
  const { answer, present } = await prepareQuestion('growth', raw)(port);
  if (answer.question !== 'growth') throw new Error(answer.question);
  return { answer, present, port };
}

const within = (records: readonly Document[], from: string, to: string) =>
  records.filter(({ '@timestamp': time }) => String(time) >= from && String(time) < to);

type Part = ReturnType<typeof naiveCost>;
const NOTHING: Part = [0n, 1n];
const isBelow = (part: Part): boolean => isDearer(NOTHING, part);
const sizeOf = (part: Part): Part => (isBelow(part) ? less(NOTHING, part) : part);

const money = (part: Part) => ({ amount: naiveAmount(part), currency: 'USD' });

const RANGE = { from: '2026-03-02', to: '2026-03-25', vs: '2026-01-05..2026-01-27' };
const ORDERS: Readonly<Record<string, (difference: Part) => Part>> = {
  difference: sizeOf,
  rise: (difference) => difference,
  fall: (difference) => less(NOTHING, difference),
};

for (const { field, ...raw } of [
  { dimension: 'ip', by: 'cost', field: 'remote_ip' },
  { dimension: 'operation', by: 'cost', sort: 'fall', field: 'operation' },
  { dimension: 'ip', by: 'bytes', cost: 'true', sort: 'rise', field: 'remote_ip' },
])
  t.test(`growth ${JSON.stringify(raw)} over any records`, async (t) => {
    const property = fc.asyncProperty(moneyDocuments, async (documents) => {
      const { answer } = await growth(documents, { ...raw, ...RANGE });
      const [now, then] = [within(documents, RANGE.from, RANGE.to), within(documents, '2026-01-05', '2026-01-27')]; // biome-ignore format: one pair
      const change = (lets: (record: Document) => boolean) => {
        const [cost, before] = [naiveCost(now.filter(lets), documents), naiveCost(then.filter(lets), documents)]; // biome-ignore format: one pair
        return { cost, before, difference: less(cost, before) };
      };
      const isByCost = raw.by === 'cost';
      const shown = ({ cost, before, difference }: ReturnType<typeof change>) => isByCost
        ? { value: money(cost), before: money(before), difference: money(difference) }
        : { cost: money(cost), costBefore: money(before), costDifference: money(difference) }; // biome-ignore format: one rule
      t.match(answer.totals, shown(change(() => true)));
      t.match(answer.missing, shown(change((record) => record[field] === undefined)));
      const names = [...new Set([...now, ...then].flatMap((record) => (record[field] === undefined ? [] : [String(record[field])])))]; // biome-ignore format: one list
      const rows = names.map((name) => ({ name, ...change((record) => record[field] === name) }));
      t.equal(answer.rows.length, rows.length);
      for (const row of answer.rows) {
        const own = rows.find(({ name }) => name === row.name);
        t.match(row, own === undefined ? { name: 'of no group' } : shown(own), row.name);
      }
      if (!isByCost) return;
      const rankOf = ORDERS['sort' in raw ? raw.sort : 'difference'] ?? sizeOf;
      const ranked = rows.toSorted((a, b) => {
        const [first, second] = [rankOf(a.difference), rankOf(b.difference)];
        return isEqual(first, second) ? (a.name < b.name ? -1 : 1) : isDearer(first, second) ? -1 : 1; // biome-ignore format: one rule
      });
      t.strictSame(answer.rows.map(({ name }) => name), ranked.map(({ name }) => name)); // biome-ignore format: one call
      const all = [...rows, change((record) => record[field] === undefined)].map(({ difference }) => difference); // biome-ignore format: one list
      t.match(answer.rise, money(sumOf(all.filter((each) => !isBelow(each)))));
      t.match(answer.fall, money(sumOf(all.filter(isBelow).map(sizeOf))));
    });
    await fc.assert(property, { seed, numRuns: 25 });
  });

const GB = 2 ** 30;
const record = (time: string, gb: number, more: Document = {}): Document => ({
  '@timestamp': time,
  bucket: 'media',
  bucket_owner: 'owner-id',
  host_header: 'media.s3.us-east-1.amazonaws.com',
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  bytes_sent: gb * GB,
  origin: 'internet',
  remote_ip: '192.0.2.1',
  ...more,
});

/** In January 100 GB at 0.09; in March 20,480 GB, half of it at 0.09 and half at 0.085. */
const CROSSED = [
  record('2026-01-10T00:00:00Z', 100),
  record('2026-03-10T00:00:00Z', 100),
  record('2026-03-11T00:00:00Z', 20_380, { remote_ip: '192.0.2.2' }),
];

t.test('a tier that is crossed between the months makes the same bytes cheaper', async (t) => {
  const raw = { dimension: 'ip', by: 'cost', month: '2026-03', vs: '2026-01' };
  const { answer, present } = await growth(CROSSED, raw);
  t.match(answer.rows, [
    { name: '192.0.2.2', change: 'new', before: { amount: '0.0000' }, times: null },
    { name: '192.0.2.1', change: 'less', value: { amount: '8.7500004' }, before: { amount: '9.0000004' }, difference: { amount: '-0.2500', currency: 'USD' } }, // biome-ignore format: one row
  ]);
  t.equal(answer.exact, true);
  t.match(answer.estimate, { prices: [{ region: 'us-east-1', date: '2025-01-01' }] });
  const { tables, closing } = present();
  t.match(tables[0]?.rows, [{ signed: /^\+1,783\.25 USD$/ }, { signed: '−0.25 USD' }]);
  t.match(closing.join(' '), /All: 1,792\.00 USD, before 9\.00 USD: \+1,783\.00 USD, 199\.1 ×\. Increases 1,783\.25 USD, decreases 0\.25 USD\. \d+ new, \d+ gone\. An estimate at list prices of 2025-01-01/); // biome-ignore format: one text
});

t.test('--cost beside another metric is three columns, and a clause of the sum', async (t) => {
  const { present } = await growth(CROSSED, { dimension: 'ip', cost: 'true', month: '2026-03', vs: '2026-01' }); // biome-ignore format: one question
  const { tables, closing } = present();
  t.match(tables[0]?.columns.map(({ key }) => key).slice(-3), ['cost', 'costBefore', 'costSigned']);
  t.match(tables[0]?.allColumns?.at(-1), { key: 'costDifference', kind: 'money' });
  t.match(
    closing.join(' '),
    /; 1,792\.00 USD, before 9\.00 USD: \+1,783\.00 USD\. Increases 21\.9 TB, decreases 0 B\./,
  );
});

t.test('months between the two ranges are not priced', async (t) => {
  const between = record('2026-02-10T00:00:00Z', 60_000);
  const { port } = await growth([...CROSSED, between], { dimension: 'ip', by: 'cost', month: '2026-03', vs: '2026-01' }); // biome-ignore format: one question
  const charges = port.bodies.map((body) => JSON.stringify(body.aggs ?? {})).find((aggs) => aggs.includes('charge0')) ?? ''; // biome-ignore format: one text
  t.notMatch(charges, /2026-02-01T00:00:00\.000Z","lt/);
  t.match(charges, /2026-03-01T00:00:00\.000Z","lt/);
});

t.test('folded, and without --cost nothing is asked about prices', async (t) => {
  const { answer } = await growth(CROSSED, { dimension: 'hour', by: 'cost', month: '2026-03', vs: '2026-01' }); // biome-ignore format: one question
  t.match(answer.rows, [{ name: '00', difference: { amount: '1783.0000004' } }]);
  const nobody = [record('2026-03-10T00:00:00Z', 1, { bucket: 'nobody-knows', host_header: 'x' })];
  const plain = await growth(nobody, { dimension: 'ip', month: '2026-03' });
  t.notOk('estimate' in plain.answer);
  await t.rejects(growth(nobody, { dimension: 'ip', by: 'cost', month: '2026-03' }), { code: 'config_invalid', hint: /bucketRegions: nobody-knows=/ }); // biome-ignore format: one call
});
