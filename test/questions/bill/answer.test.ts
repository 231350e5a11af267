/** Goal: a bill is what its records cost, counted one by one; what is not known is refused by name. */
import fc from 'fast-check';
import t from 'tap';
import { pricesOf } from '../../../src/config/price-files.ts';
import type { BillAnswer } from '../../../src/questions/bill/answer.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY, MONEY_WITH_FREE, moneyDocuments } from '../money-worlds.ts';
import { at } from '../naive.ts';
import { naiveAmount, naiveCost, wayOf } from '../naive-money.ts';

const seed = takeSeed(t);

async function ask(
  documents: readonly Document[],
  raw: object,
  options: MemoryOptions = MONEY,
): Promise<BillAnswer> {
  // biome-ignore format: one signature
  const answer = await askQuestion('bill', { month: '2026-02', ...raw }, new MemorySearch(documents, options)); // biome-ignore format: one call
  if (answer.question !== 'bill') throw new Error(answer.question);
  return answer;
}

const ofFebruary = (documents: readonly Document[]): readonly Document[] =>
  documents.filter((document) => String(document['@timestamp']).startsWith('2026-02'));

for (const [name, options, given] of [
  ['list prices', MONEY, {}],
  ['100 GB free', MONEY_WITH_FREE, { freeGb: 100 }],
] as const)
  t.test(`with ${name} a bill is what its records cost, one by one`, async (t) => {
    const property = fc.asyncProperty(moneyDocuments, async (documents) => {
      const all = ofFebruary(documents);
      const { cost, egress, exact } = await ask(documents, {}, options);
      t.equal(cost.amount, naiveAmount(naiveCost(all, documents, given)));
      for (const [to, way] of [['internet', 'internet'], ['other-region', 'other']] as const) // biome-ignore format: two pairs
        t.equal(
          egress.filter((row) => row.to === to).reduce((sum, { bytes }) => sum + bytes, 0),
          all
            .filter((document) => wayOf(document) === way)
            .reduce((sum, { bytes_sent: bytes = 0 }) => sum + Number(bytes), 0),
        );
      t.equal(
        egress.reduce((sum, { requests }) => sum + requests, 0),
        all.length,
        'each record goes one way',
      );
      const isDoubtful = all.some(
        ({ enriched, origin, bytes_sent: bytes }) =>
          enriched !== undefined || (origin === undefined && Number(bytes ?? 0) > 0),
      );
      t.equal(exact, !isDoubtful);
    });
    await fc.assert(property, { seed, numRuns: 60 });
  });

const US = { host_header: 'media.s3.us-east-1.amazonaws.com', origin: 'internet', bucket: 'media' };
const GB = 1_073_741_824;

t.test('traffic that is not in the logs counts for the tiers', async (t) => {
  const folder = t.testdir({ 'mine.yaml': 'us-east-1: { otherEgressGb: 10240 }' });
  const prices = pricesOf({
    pricesFile: `${folder}/mine.yaml`,
    bucketRegions: null,
    freeEgressGb: 0,
  });
  const documents = [at('2026-02-03T00:00:00Z', 10_240 * GB, { ...US, http_status: 200 })];
  const { cost } = await ask(documents, {}, { prices });
  const own = { otherGb: { 'us-east-1': 10_240 } };
  t.equal(cost.amount, naiveAmount(naiveCost(documents, documents, own)));
  t.equal(cost.amount, '896.0000004', 'at the mean of 0.09 and 0.085, and one request');
});

t.test('what the bill says is compared with what the logs show', async (t) => {
  const documents = [at('2026-02-03T00:00:00Z', 94 * GB, { ...US, operation: 'REST.GET.OBJECT' })];
  const gb = await ask(documents, { 'bill-gb': '100' });
  t.match(gb.explained, { what: 'gb', shown: '94.0000', billed: '100', share: 0.94 });
  const less = await ask(documents, { bill: '4.23' });
  t.match(less.explained, { what: 'amount', shown: '8.4600004', billed: '4.23' });
  t.equal(less.explained?.share.toFixed(6), '2.000000');
  const port = new MemorySearch(documents, MONEY);
  const raw = { month: '2026-02', 'bill-gb': '100' };
  const { present } = await prepareQuestion('bill', raw)(port);
  const { title, closing } = present();
  t.equal(title, '2026-02: 8.46 USD by what the logs show');
  t.match(
    closing.join('\n'),
    /The logs explain 94\.0 % of the bill: 94\.00 of 100 GB to the internet \(the 100\.9 GB above, in what AWS calls GB: 2³⁰ bytes\)/,
  );
  t.match(closing.join('\n'), /An estimate at list prices of 2025-01-01, not the bill; not in these logs: storage, retrieval, replication\. These prices are written down from memory: check them \(docs\/money\.md\)\. Bytes to the same region, VPC endpoints and CloudFront are free; so are the first 100 GB a month only where freeEgressGb says it\.$/); // biome-ignore format: one text
});

t.test('requests of no class are told, so that the tables add up', async (t) => {
  const record = (operation: string) => at('2026-02-03T00:00:00Z', 10, { ...US, operation });
  const closing = async (...operations: readonly string[]) => {
    const port = new MemorySearch(operations.map(record), MONEY);
    return (await prepareQuestion('bill', { month: '2026-02' })(port)).present().closing.join('\n');
  };
  t.match(await closing('REST.GET.OBJECT', 'REST.DELETE.OBJECT', 'REST.DELETE.OBJECT'), /2 of the 3 requests are in no class and cost nothing: DELETE/); // biome-ignore format: one text
  t.notMatch(await closing('REST.GET.OBJECT', 'REST.PUT.OBJECT'), /in no class/);
});

t.test('a bucket or a region without prices is refused by the name of its key', async (t) => {
  const lost = [at('2026-02-03T00:00:00Z', 1, { bucket: 'lost', host_header: 'media.example' })];
  await t.rejects(ask(lost, {}), { code: 'config_invalid', message: /the bucket "lost"/, hint: /bucketRegions: lost=/ }); // biome-ignore format: one error
  const far = [at('2026-02-03T00:00:00Z', 1, { ...US, host_header: 'm.s3.mx-central-1.amazonaws.com' })]; // biome-ignore format: one record
  await t.rejects(ask(far, {}), { code: 'config_invalid', message: /mx-central-1/, hint: /pricesFile, below the key mx-central-1/ }); // biome-ignore format: one error
});

t.test('two currencies do not add up', async (t) => {
  const folder = t.testdir({ 'mine.yaml': 'ap-southeast-1: { currency: SGD }' });
  const prices = pricesOf({
    pricesFile: `${folder}/mine.yaml`,
    bucketRegions: 'a=us-east-1,b=ap-southeast-1',
    freeEgressGb: 0,
  });
  const documents = ['a', 'b'].map((bucket) => at('2026-02-03T00:00:00Z', 1, { bucket }));
  await t.rejects(ask(documents, {}, { prices }), { code: 'config_invalid', message: /USD and SGD|SGD and USD/ }); // biome-ignore format: one error
});

t.test('requests of others that are denied cost nothing since 13 May 2024', async (t) => {
  const denied = (time: string) => at(time, GB, { ...US, http_status: 403 });
  const documents = [denied('2024-05-12T23:59:59Z'), denied('2024-05-13T00:00:00Z')];
  const { cost, egress } = await ask(documents, { month: '2024-05' });
  t.equal(cost.amount, '0.0900004');
  t.match(egress, [
    { to: 'internet', bytes: GB },
    { to: 'unbilled', bytes: GB },
  ]);
});

t.test('some errors cost nobody anything, most do', async (t) => {
  const failed = (error_code: string, http_status = 400) =>
    at('2026-02-03T00:00:00Z', GB, { ...US, http_status, error_code, bucket_owner: 'me', requester: 'me' }); // biome-ignore format: one record
  const free = ['AuthorizationHeaderMalformed', 'ExpiredToken', 'EndpointNotFound'].map((code) => failed(code)); // biome-ignore format: one list
  const { cost, egress } = await ask([...free, failed('NoSuchKey', 404)], {});
  t.equal(cost.amount, '0.0900004');
  t.match(egress, [
    { to: 'internet', requests: 1 },
    { to: 'unbilled', requests: 3 },
  ]);
});

t.test('a month without any record costs nothing', async (t) => {
  const documents = [at('2026-02-03T00:00:00Z', 1, US)];
  const { cost, egress, requests } = await ask(documents, { month: '2025-02' });
  t.strictSame([cost.amount, egress, requests], ['0.0000', [], []]);
});

for (const raw of [
  { month: '2026-13' },
  { month: undefined },
  { bill: '7 EUR' },
  { bill: '0' },
  { bill: '1', 'bill-gb': '1' },
  { ip: '192.0.2.1' },
  { month: undefined, from: '2026-02-01', to: '2026-02-28' },
  { tz: 'Europe/Berlin' },
  { audience: 'people' },
])
  t.test(`bill refuses ${JSON.stringify(raw)}`, async (t) => {
    await t.rejects(ask([], raw), { code: 'usage' });
  });
