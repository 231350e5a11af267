/**
 * Goal: the dearest groups are proved by two lists of each index, paid bytes and paid requests at the
 * highest prices, without a sweep; where these prove nothing all groups are read. Either way they are
 * those of a plain count.
 */
import t from 'tap';
import { randomFor } from '../../../samples/maker/prng.ts';
import { TamarinError } from '../../../src/core/error.ts';
import { type askTop, askTopOfMany } from '../ask-top.ts';
import type { Body } from '../memory-query.ts';
import type { Document } from '../memory-values.ts';
import { MONEY } from '../money-worlds.ts';
import { isDearer, isEqual, naiveAmount, naiveCost } from '../naive-money.ts';

const BY_COST = { dimension: 'ip', by: 'cost', limit: '5' };
const MONTHS = ['2026-01', '2026-02', '2026-03'];

const record = (month: string, ip: number, more: Document): Document => ({
  '@timestamp': `${month}-10T00:00:00Z`,
  bucket: 'media',
  bucket_owner: 'owner-id',
  host_header: 'media.s3.us-east-1.amazonaws.com',
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  origin: 'internet',
  remote_ip: `192.0.${ip >> 8}.${ip & 255}`,
  ...more,
});

/** 150 addresses a month, each with so many bytes, the first of all by far. */
const world = (bytesOf: (rank: number) => number, more: Document = {}): readonly Document[] =>
  MONTHS.flatMap(
    (month, at) =>
    Array.from({ length: 150 }, (_, rank) => record(month, rank + 1_000 * at * (rank < 5 ? 0 : 1), { bytes_sent: bytesOf(rank), ...more })), // biome-ignore format: one record
  );

const HEAVY_TAIL = world((rank) => Math.round(9e12 / (rank + 1) ** 2));

function dearest(documents: readonly Document[]) {
  return [...Map.groupBy(documents, ({ remote_ip: ip }) => String(ip))]
    .map(([name, own]) => ({ name, cost: naiveCost(own, documents) }))
    .sort((a, b) =>
      isEqual(a.cost, b.cost) ? (a.name < b.name ? -1 : 1) : isDearer(a.cost, b.cost) ? -1 : 1,
    )
    .slice(0, 5)
    .map(({ name, cost }) => [name, naiveAmount(cost)]);
}

type Answer = Awaited<ReturnType<typeof askTop>>['answer'];
const shown = ({ rows }: Answer) => rows.map(({ name, cost }) => [name, cost?.amount]);

t.test('where a few take most of it, lists prove it, and nothing is swept', async (t) => {
  const { answer, ways } = await askTopOfMany(HEAVY_TAIL, BY_COST, MONEY);
  t.strictSame(ways, ['list 100', 'count']);
  t.strictSame(shown(answer), dearest(HEAVY_TAIL));
  t.equal(answer.exact, true);
});

t.test('where all take about the same, a list proves nothing, and all are read', async (t) => {
  const flat = world((rank) => 1e9 + rank);
  /** As a server that gives no more groups: the next list would be complete. */
  const before = (body: Body): void => {
    if (JSON.stringify(body.aggs ?? {}).includes('"shard_size":400')) throw new TamarinError('question_too_large', 'too_many_buckets_exception'); // biome-ignore format: one rule
  };
  const { answer, ways } = await askTopOfMany(flat, { ...BY_COST, limit: '20' }, { ...MONEY, before }); // biome-ignore format: one question
  t.strictSame(ways, ['list 100', 'count', 'list 400', 'sweep 10000', 'count']);
  t.strictSame(shown(answer).slice(0, 5), dearest(flat));
});

t.test('who is listed by bytes but pays none is not in the way', async (t) => {
  const free = MONTHS.flatMap((month) =>
    Array.from({ length: 150 }, (_, at) =>
      record(month, 2_000 + at, { origin: 'vpc', bytes_sent: 9e13 }),
    ),
  );
  const documents = [...HEAVY_TAIL, ...free];
  const { answer, ways } = await askTopOfMany(documents, BY_COST, MONEY);
  t.strictSame(ways, ['list 100', 'count']);
  t.strictSame(shown(answer), dearest(documents));
});

t.test(
  'who has no bytes, but most requests of the dear class, is found by the other list',
  async (t) => {
    const puts = Array.from({ length: 500 }, () =>
      record('2026-02', 4_000, { operation: 'REST.PUT.PART', bytes_sent: 0 }),
    );
    const small = world((rank) => Math.round(1e6 / (rank + 1)));
    const documents = [...small, ...puts];
    const { answer, ways } = await askTopOfMany(documents, BY_COST, MONEY);
    t.equal(answer.rows[0]?.name, '192.0.15.160');
    t.notOk(
      ways.some((way) => way.startsWith('sweep')),
      ways.join(),
    );
    t.strictSame(shown(answer), dearest(documents));
  },
);

t.test(
  'whatever proves it, or not: months of other prices, two regions, ways that are free',
  async (t) => {
    const random = randomFor('money/proof');
    const seen = new Set<string>();
    for (let turn = 0; turn < 6; turn += 1) {
      const slope = turn / 2;
      const documents = world((rank) => Math.round(random.int(1, 4e12) / (rank + 1) ** slope)).map(
        (each): Document => {
          const bucket = random.pick(['media', 'asia']);
          const region = bucket === 'asia' ? 'ap-southeast-1' : 'us-east-1';
          return { ...each, bucket, host_header: `${bucket}.s3.${region}.amazonaws.com`, origin: turn < 2 ? 'internet' : random.pick(['internet', 'internet', 'aws', 'cdn']), operation: random.pick(['REST.GET.OBJECT', 'REST.PUT.PART']) }; // biome-ignore format: one record
        },
      );
      const { answer, ways } = await askTopOfMany(
        documents,
        { ...BY_COST, limit: turn < 2 ? '20' : '5' },
        MONEY,
      ); // one after the other
      seen.add(ways.includes('list 400') ? 'by a longer list' : 'by the first list');
      t.strictSame(shown(answer).slice(0, 5), dearest(documents), `turn ${turn}`);
    }
    t.strictSame([...seen].sort(), ['by a longer list', 'by the first list']);
  },
);
