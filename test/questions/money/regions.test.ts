/**
 * Goal: which region a bucket is in is what its owner says, else what an endpoint, an access point or
 * the key of a log object tells, and never what somebody asked for at the wrong place.
 */
import t from 'tap';
import { pricesOf } from '../../../src/config/price-files.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY } from '../money-worlds.ts';
import { naiveAmount, naiveCost } from '../naive-money.ts';

const NAMED = { pricesFile: null, bucketRegions: 'media=eu-west-2', freeEgressGb: 0 };

const record = (more: Document): Document => ({
  '@timestamp': '2026-02-03T00:00:00Z',
  bucket: 'media',
  operation: 'REST.GET.OBJECT',
  origin: 'internet',
  http_status: 200,
  bytes_sent: 1_073_741_824,
  remote_ip: '192.0.2.1',
  ...more,
});

const partitioned = (bucket: string): string =>
  `logs/111122223333/ap-southeast-1/${bucket}/2026/02/03/2026-02-03-00-00-00-0123456789ABCDEF`;

async function regionsOf(documents: readonly Document[], options = MONEY) {
  const raw = { dimension: 'ip', by: 'cost' };
  const { estimate } = await askQuestion('top', raw, new MemorySearch(documents, options));
  return estimate?.prices.map(({ region }) => region);
}

const VPCE = 'media.vpce-1a2b3c.s3.eu-west-1.vpce.amazonaws.com';
const ARN = 'arn:aws:s3:us-west-2:111122223333:accesspoint/readers';

for (const { what, more, region } of [
  { what: 'an endpoint', more: { host_header: VPCE, access_point_arn: ARN, log_key: partitioned('media') }, region: 'eu-west-1' }, // biome-ignore format: one row
  { what: 'an access point', more: { host_header: 'media.s3.amazonaws.com', access_point_arn: ARN }, region: 'us-west-2' }, // biome-ignore format: one row
  { what: 'the key of a log object', more: { host_header: 'media.s3.amazonaws.com', log_key: partitioned('media') }, region: 'ap-southeast-1' }, // biome-ignore format: one row
])
  t.test(`a bucket's region is told by ${what}, before that by its owner`, async (t) => {
    t.strictSame(await regionsOf([record(more)]), [region]);
    const own = { ...MONEY, prices: pricesOf(NAMED) };
    t.strictSame(await regionsOf([record(more)], own), ['eu-west-2']);
  });

t.test('a log object of another bucket, or a folder of days, tells nothing', async (t) => {
  for (const log_key of [partitioned('other'), 'logs/media/2026/02/03/x', 'eu-west-1/x'])
    await t.rejects(regionsOf([record({ log_key })]), { code: 'config_invalid', message: /the bucket "media"/ }); // biome-ignore format: one call
});

t.test('who asks at the endpoint of another region moves no bucket there', async (t) => {
  const astray = ['PermanentRedirect', 'AuthorizationHeaderMalformed'].map((error_code) =>
    record({ host_header: 'media.s3.eu-central-1.amazonaws.com', error_code, http_status: 301 }),
  );
  const right = record({ host_header: 'media.s3.us-east-1.amazonaws.com' });
  t.strictSame(await regionsOf([...astray, ...astray, right]), ['us-east-1']);
  t.strictSame(await regionsOf(astray), ['eu-central-1'], 'where nothing else is known');
});

t.test('buckets and doubts of months between two ranges are not looked at', async (t) => {
  const at = (month: string, more: Document = {}) =>
    record({ '@timestamp': `${month}-10T00:00:00Z`, host_header: 'media.s3.us-east-1.amazonaws.com', ...more }); // biome-ignore format: one record
  const { origin: _, ...between } = at('2026-02', { bucket: 'lost', host_header: 'media.example' });
  const port = new MemorySearch([at('2026-01'), between, at('2026-03')], MONEY);
  const raw = { dimension: 'ip', by: 'cost', month: '2026-03', vs: '2026-01' };
  const answer = await askQuestion('growth', raw, port);
  t.match(answer, { exact: true, totals: { value: { amount: '0.0900004' }, difference: { amount: '0.0000' } } }); // biome-ignore format: one answer
});

t.test('of one region a record without a bucket pays by the tiers, too', async (t) => {
  const host_header = 'media.s3.us-east-1.amazonaws.com';
  const { bucket: _, ...nameless } = record({ host_header, bytes_sent: 9_000_000_000_000 });
  const named = record({ host_header, bytes_sent: 11_000_000_000_000 });
  const documents = [named, nameless, { ...nameless, http_status: 503 }];
  const amount = naiveAmount(naiveCost(documents, documents));
  const bill = await askQuestion('bill', { month: '2026-02' }, new MemorySearch(documents, MONEY));
  t.match(bill, { cost: { amount }, egress: [{ to: 'internet', requests: 2 }, { to: 'unbilled', requests: 1 }] }); // biome-ignore format: one answer
  const top = await askQuestion('top', { dimension: 'ip', by: 'cost' }, new MemorySearch(documents, MONEY)); // biome-ignore format: one call
  t.match(top, { totals: { cost: { amount } } });
});
