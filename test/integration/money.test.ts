/**
 * Goal: on a real engine, over three months in indices of a day, with two regions, CloudFront, a VPC,
 * other regions, and tiers crossed, every cost equals that of the planned requests, one by one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ipv4 } from '../../samples/maker/addresses.ts';
import { writeLine } from '../../samples/maker/line-writer.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import type { BillAnswer } from '../../src/questions/bill/answer.ts';
import type { ClientAnswer } from '../../src/questions/client/answer.ts';
import type { CompareAnswer } from '../../src/questions/compare/answer.ts';
import type { GrowthAnswer } from '../../src/questions/growth/answer.ts';
import type { TimelineAnswer } from '../../src/questions/timeline/answer.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import type { Document } from '../questions/memory-values.ts';
import { less, naiveAmount, naiveCost, sumOf } from '../questions/naive-money.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const random = randomFor('money');
/** Of `logs` no endpoint tells the region, but the keys of its log objects. */
const REGIONS = { media: 'us-east-1', asia: 'ap-southeast-1', logs: 'us-east-1' } as const;
const OTHER_REGION = 'eu-central-1';
/** Where a request comes from, and what of the line tells it. */
const WAYS = ['internet', 'internet', 'internet', 'cdn', 'vpc', 'same-region', 'aws'] as const;
const OPERATIONS = ['REST.GET.OBJECT', 'REST.GET.OBJECT', 'REST.GET.OBJECT', 'REST.HEAD.OBJECT', 'REST.PUT.PART', 'REST.GET.BUCKET', 'REST.DELETE.OBJECT']; // biome-ignore format: a list

interface Planned {
  readonly request: PlannedRequest;
  readonly document: Document;
}

function plan(at: number): Planned {
  const bucket = random.pick(['media', 'media', 'asia', 'logs'] as const);
  const way = random.pick(bucket === 'logs' ? WAYS.slice(0, 5) : WAYS);
  const operation = random.pick(OPERATIONS);
  const status = random.pick([200, 200, 200, 403, 503]);
  const address = way === 'vpc' ? `10.0.0.${random.int(1, 9)}` : `198.51.100.${random.int(1, 30)}`;
  const timeS = Date.UTC(2026, at % 3, random.pick([1, 9, 20, 28]), random.int(0, 23)) / 1_000;
  const bytes = operation === 'REST.GET.OBJECT' ? random.int(1, 3_000_000_000_000) : 300;
  const request = planRequest(random, {
    timeS,
    bucket,
    operation,
    status,
    ip: ipv4(address),
    key: 'a/b.mp4',
    bytesSent: bytes,
    host: bucket === 'logs' ? 'logs.s3.amazonaws.com' : `${bucket}.s3.${REGIONS[bucket]}.amazonaws.com`, // biome-ignore format: one rule
    requester: way === 'cdn' ? 'svc:cloudfront.amazonaws.com' : null,
    sourceRegion: way === 'same-region' ? REGIONS[bucket] : way === 'aws' ? OTHER_REGION : null,
    fieldCount: 27,
  });
  const document = {
    '@timestamp': new Date(timeS * 1_000).toISOString(),
    bucket,
    operation,
    http_status: status,
    bytes_sent: bytes,
    remote_ip: address,
    origin: way,
  };
  return { request, document };
}

const planned = Array.from({ length: 600 }, (_, at) => plan(at));
const documents = planned.map(({ document }) => document);
const env = { TAMARIN_INDEX_PREFIX: testPrefix(t), TAMARIN_GRAIN: 'day' };

t.before(async () => {
  const folder = t.testdir();
  const partition = join(folder, '111122223333', REGIONS.logs, 'logs', '2026', '04', '01');
  mkdirSync(partition, { recursive: true });
  for (const [place, isLogs] of [
    [folder, false],
    [partition, true],
  ] as const) {
    // biome-ignore format: two pairs
    const own = planned.filter(({ document }) => (document.bucket === 'logs') === isLogs);
    const text = own.map(({ request }) => `${writeLine(request)}\n`).join('');
    writeFileSync(join(place, '2026-04-01-00-00-00-0123456789ABCDEF'), text);
  }
  const { code, stderr } = await runTamarin(['sync', folder], env);
  t.equal(code, 0, stderr);
});

async function ask<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await runTamarin([...args, '--json'], env);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

const within = (from: string, to: string): readonly Document[] =>
  documents.filter(({ '@timestamp': time }) => String(time) >= from && String(time) < to);

const costOf = (some: readonly Document[]): string => naiveAmount(naiveCost(some, documents));
const ofIp = (some: readonly Document[], name: string) =>
  some.filter(({ remote_ip: ip }) => ip === name);

t.test('each address costs what its requests cost, also of a part of a month', async (t) => {
  const range = ['--from', '2026-01-05', '--to', '2026-03-25'];
  const answer = await ask<TopAnswer>('top', 'ip', '--by', 'cost', '--limit', '50', ...range);
  const some = within('2026-01-05', '2026-03-25');
  t.equal(answer.exact, true);
  t.equal(answer.rows.length, new Set(some.map(({ remote_ip: ip }) => ip)).size);
  for (const { name, cost } of answer.rows) t.equal(cost?.amount, costOf(ofIp(some, name)), name);
  const amounts = answer.rows.map(({ cost }) => Number(cost?.amount));
  t.strictSame(
    amounts,
    amounts.toSorted((a, b) => b - a),
  );
  t.equal(answer.totals.cost?.amount, costOf(some));
});

for (const month of ['2026-01', '2026-02', '2026-03'])
  t.test(`the bill of ${month} is the cost of its requests`, async (t) => {
    const { cost, egress, exact } = await ask<BillAnswer>('bill', '--month', month);
    t.equal(cost.amount, costOf(within(month, `${month}~`)));
    t.equal(exact, true);
    t.ok(
      egress.some(({ to, bytes }) => to === 'internet' && bytes > 11e12),
      'a tier is crossed',
    );
    t.strictSame(new Set(egress.map(({ to }) => to)).size, 6);
  });

t.test('months are told apart in a timeline, beside another metric', async (t) => {
  const args = ['--interval', 'month', '--by', 'requests', '--cost'];
  const { rows, totals } = await ask<TimelineAnswer>('timeline', ...args);
  t.strictSame(
    rows.map(({ cost }) => cost?.amount),
    ['2026-01', '2026-02', '2026-03'].map((month) => costOf(within(month, `${month}~`))),
  );
  t.equal(totals.cost?.amount, costOf(documents));
});

t.test('the average address, and one of them', async (t) => {
  const compare = await ask<CompareAnswer>('compare', 'ip', '--by', 'cost', '--limit', '1');
  const names = [...new Set(documents.map(({ remote_ip: ip }) => String(ip)))];
  const all = sumOf(names.map((name) => naiveCost(ofIp(documents, name), documents)));
  t.match(compare.population, { count: names.length, total: { amount: naiveAmount(all) } });
  t.equal(compare.exact, true);
  const first = compare.rows[0]?.name ?? '';
  const client = await ask<ClientAnswer>('client', first, '--by', 'cost');
  t.equal(client.totals.cost?.amount, costOf(ofIp(documents, first)));
  t.equal(client.everybody.cost?.amount, costOf(documents));
});

t.test(
  'what an address costs more or less than in another month, each by its own prices',
  async (t) => {
    const args = ['--by', 'cost', '--month', '2026-03', '--vs', '2026-01', '--limit', '50'];
    const answer = await ask<GrowthAnswer>('growth', 'ip', ...args);
    const [now, then] = [within('2026-03', '2026-03~'), within('2026-01', '2026-01~')];
    t.equal(answer.exact, true);
    t.equal(answer.rows.length, new Set([...now, ...then].map(({ remote_ip: ip }) => ip)).size);
    for (const { name, value, before, difference } of answer.rows) {
      const [cost, costBefore] = [naiveCost(ofIp(now, name), documents), naiveCost(ofIp(then, name), documents)]; // biome-ignore format: one pair
      t.match([value, before, difference], [cost, costBefore, less(cost, costBefore)].map((part) => ({ amount: naiveAmount(part) })), name); // biome-ignore format: one row
    }
    t.ok(answer.rows.some(({ change }) => change === 'less'));
  },
);

t.test('as a table and as CSV', async (t) => {
  const args = ['top', 'bucket', '--cost', '--limit', '2'];
  const text = await runTamarin(args, env);
  t.match(text.stdout, /bytes +cost \(USD\) +share/);
  t.match(text.stdout, /An estimate at list prices of 2025-01-01, not the bill; not in these logs: storage, retrieval, replication\./); // biome-ignore format: one text
  const csv = await runTamarin([...args, '--csv'], env);
  const [head = '', first = ''] = csv.stdout.split('\n');
  t.equal(head, 'bucket,bytes,requests,downloads,fullDownloads,cost,share,cumulativeShare');
  t.equal(first.split(',')[5], costOf(documents.filter(({ bucket }) => bucket === first.split(',')[0]))); // biome-ignore format: one row
});

t.test('as a line of JSON each, all of them', async (t) => {
  const { stdout, code } = await runTamarin(['top', 'ip', '--by', 'cost', '--limit', 'all', '--json'], env); // biome-ignore format: one call
  t.equal(code, 0);
  const rows = stdout.trimEnd().split('\n').map((line) => JSON.parse(line)); // biome-ignore format: one list
  for (const { name, cost } of rows) t.equal(cost.amount, costOf(ofIp(documents, name)));
});
