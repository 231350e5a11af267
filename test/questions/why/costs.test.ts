/**
 * Goal: what a rise cost is what the records of the day cost less the median of what those of the
 * comparable days did, counted one by one, each by the prices of its month; without a price `why`
 * says all the rest.
 */
import t from 'tap';
import { type Random, randomFor } from '../../../samples/maker/prng.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { MONEY } from '../money-worlds.ts';
import { less, medianOf, naiveAmount, naiveCost, wayOf } from '../naive-money.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-01-12');
const DAYS = 84;

async function ask(records: readonly Document[], raw = {}, options: MemoryOptions = MONEY) {
  const { answer, present } = await prepareQuestion('why', raw)(new MemorySearch(records, options));
  if (answer.question !== 'why') throw new Error(answer.question);
  return { ...answer, present };
}

function request(random: Random, dayMs: number, more: Document = {}): Document {
  const bucket = random.pick(['media', 'media', 'asia']);
  const ip = random.int(1, 6);
  return {
    '@timestamp': new Date(dayMs + random.int(0, DAY_MS - 1)).toISOString(),
    bucket,
    bucket_owner: 'owner-id',
    host_header: `${bucket}.s3.${bucket === 'asia' ? 'ap-southeast-1' : 'us-east-1'}.amazonaws.com`,
    operation: random.pick(['REST.GET.OBJECT', 'REST.GET.OBJECT', 'REST.PUT.PART']),
    http_status: random.pick([200, 200, 200, 403]),
    bytes_sent: random.int(200_000_000_000, 400_000_000_000),
    origin: random.pick(['internet', 'internet', 'internet', 'cdn', 'vpc', 'aws']),
    remote_ip: `192.0.2.${ip}`,
    network: '192.0.2.0/24',
    key: `k${random.int(1, 4)}`,
    ...more,
  };
}

/** Twelve weeks, each month dearer than the last tier; one client takes much on a day of March. */
function world(name: string, burst: Document): readonly Document[] {
  const random = randomFor(`why/costs/${name}`);
  const usual = Array.from({ length: DAYS }, (_, day) => FIRST_MS + day * DAY_MS).flatMap((dayMs) =>
    Array.from({ length: 9 + random.int(0, 2) }, () => request(random, dayMs)),
  );
  const dayMs = Date.parse('2026-03-17');
  const planted = Array.from({ length: 40 }, () => request(random, dayMs, burst));
  return [...usual, ...planted];
}

/** `2026-03-17` by the clock of the zone. */
const dateIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  return (time: unknown): string => format.format(Date.parse(String(time)));
};

const FIELDS: Readonly<Record<string, string>> = {
  ip: 'remote_ip',
  network: 'network',
  key: 'key',
};

type Why = Awaited<ReturnType<typeof ask>>;

/** Of the records that a test lets through, among all. */
function naively(
  { day, tz }: Why,
  records: readonly Document[],
  lets: (record: Document) => boolean,
): string {
  // biome-ignore format: one signature
  const dateOf = dateIn(tz);
  const own = records.filter(lets);
  const costOn = (time: string) =>
    naiveCost(own.filter((record) => dateOf(record['@timestamp']) === dateOf(time)), records); // biome-ignore format: one rule
  return naiveAmount(
    less(costOn(day?.time ?? ''), medianOf((day?.comparedWith ?? []).map(costOn))),
  );
}

const BURST = { remote_ip: '198.51.100.23', network: '198.51.100.0/24', key: 'k1' };

for (const { tz, by = 'bytes', ...filter } of [
  { tz: 'UTC' },
  { tz: 'UTC', by: 'requests', bucket: 'media' },
  { tz: 'Europe/Berlin' },
  { tz: 'America/New_York', audience: 'people' },
])
  t.test(`by ${by} of ${JSON.stringify(filter)}, days of ${tz}`, async (t) => {
    const records = world(tz, BURST);
    const answer = await ask(records, { tz, by, ...filter });
    const passes = (record: Document): boolean =>
      !('bucket' in filter) || record.bucket === filter.bucket;
    t.match(answer, { verdict: 'stands_out', exact: true, cause: { name: '198.51.100.23' } });
    t.equal(answer.day?.cost?.amount, naively(answer, records, passes));
    for (const row of [...answer.rows, ...(answer.cause === null ? [] : [answer.cause])])
          t.equal(row.cost?.amount, naively(answer, records, (record) => passes(record) && record[FIELDS[row.dimension] ?? ''] === row.name), row.name); // biome-ignore format: one row
    t.ok(answer.rows.length >= 3 && Number(answer.cause?.cost?.amount) > 0);
    t.match(answer.estimate, { currency: 'USD', prices: [{ region: /./ }, { region: /./ }] });
  });

t.test('the world has what it is to have', async (t) => {
  const records = world('UTC', BURST).filter((record) => wayOf(record) === 'internet');
  const bytesOf = (month: string, bucket: string): number =>
    records
      .filter((record) => record.bucket === bucket && dateIn('UTC')(record['@timestamp']).startsWith(month)) // biome-ignore format: one rule
      .reduce((sum, record) => sum + Number(record.bytes_sent), 0);
  const tier = 10_240 * 2 ** 30;
  t.ok(bytesOf('2026-02', 'media') > tier && bytesOf('2026-03', 'media') > tier, 'tiers crossed');
  t.ok(bytesOf('2026-02', 'asia') > tier, 'of two regions');
  t.ok(FIRST_MS + DAYS * DAY_MS > Date.parse('2026-03-29T01:00Z'), 'a border of the clock');
});

t.test('it is said in the sentences, in a column, and in the foot', async (t) => {
  const { present, sentences, cause, day } = await ask(world('text', BURST));
  const [, amount] = /^Tue, 17 Mar 2026 is .*; the difference cost about ([\d.]+) USD\.$/.exec(sentences[0] ?? '') ?? []; // biome-ignore format: one match
  t.equal(amount, Number(day?.cost?.amount).toFixed(2));
  t.match(sentences[1], new RegExp(`^One client, 198\\.51\\.100\\.23, is .*: [\\d.]+ TB, about ${Number(cause?.cost?.amount).toFixed(2)} USD more than usual, in 40 requests`)); // biome-ignore format: one text
  const { tables, closing } = present();
  t.ok(tables.every(({ columns }) => columns.some(({ key, heading }) => key === 'cost' && heading === 'rise (USD)'))); // biome-ignore format: one call
  t.match(closing.join(' '), /^By bytes\. An estimate at list prices of 2025-01-01, not the bill/); // biome-ignore format: one call
});

t.test('a rise that goes nowhere that is paid costs nothing, or hardly anything', async (t) => {
  const { sentences, cause } = await ask(
    world('vpc', { ...BURST, origin: 'vpc', http_status: 200 }),
  );
  t.match(Number(cause?.cost?.amount) < 0.01 && sentences[1], / TB, less than 0\.01 USD more than usual/); // biome-ignore format: one call
});

t.test('without a price it says all the rest, and which setting it lacks', async (t) => {
  const records = world('none', { ...BURST, bucket: 'nobody-knows', host_header: 'cdn.example' });
  const answer = await ask(records);
  t.match(answer, { verdict: 'stands_out', exact: true, cause: { name: '198.51.100.23' } });
  t.notOk(JSON.stringify([answer.day, answer.rows, answer.cause, answer.others]).includes('cost'));
  t.notOk('estimate' in answer);
  t.strictSame(answer.notes, ['No costs: Nothing says which region the bucket "nobody-knows" is in. Set bucketRegions: nobody-knows=eu-west-1 (its own region) in tamarin.yaml, or TAMARIN_BUCKET_REGIONS.']); // biome-ignore format: one list
  t.notMatch(answer.sentences.join(' '), /cost|USD/);
  t.equal(answer.present().closing[0], answer.notes?.[0]);
});

t.test('an answer with a cost that is not exact is not exact', async (t) => {
  const records = world('doubt', BURST).map((record): Document => {
    const { origin, ...lacking } = record;
    return origin === 'aws' ? lacking : record;
  });
  const { exact, inexactBecause, day, present } = await ask(records);
  t.ok(day?.cost);
  t.equal(exact, false);
  t.match(inexactBecause, /^\d+ records without origin counted as sent to the internet: run `sync --full --overwrite`$/); // biome-ignore format: one text
  t.match(present().closing.join(' '), /NOT exact: \d+ records without origin/);
});

t.test('where nothing stands out nothing is asked about prices', async (t) => {
  const records = world('quiet', {}).filter((record) => !String(record['@timestamp']).startsWith('2026-03-17')); // biome-ignore format: one list
  const port = new MemorySearch(records, MONEY);
  const { answer } = await prepareQuestion('why', {})(port);
  t.match(answer, { verdict: 'nothing' });
  t.notOk(JSON.stringify(port.bodies).includes('amazonaws'));
});
