/** Goal: the page about a client finds it by any name, and each of its numbers is counted right. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { ClientAnswer } from '../../../src/questions/client/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively } from '../naive.ts';
import { documents } from '../small-worlds.ts';
import { MANY } from '../ways.ts';

const seed = takeSeed(t);

async function ask(
  client: string,
  records: readonly Document[],
  raw: RawParameters = {},
  options: MemoryOptions = {},
): Promise<ClientAnswer> {
  const port = new MemorySearch(records, options);
  const answer = await askQuestion('client', { client, ...raw }, port);
  if (answer.question !== 'client') throw new Error(answer.question);
  return answer;
}

const BOB = 'arn:aws:iam::111122223333:user/bob';
// biome-ignore format: a table, one row a record
const RECORDS: readonly Document[] = [
  at('2026-01-31T23:10:00Z', 60, { remote_ip: '192.0.2.1', network: '192.0.2.0/24', requester: BOB, agent_name: 'curl', user_agent: 'curl/8.1', key: 'a' }),
  at('2026-01-31T23:50:00Z', 10, { remote_ip: '192.0.2.1', network: '192.0.2.0/24', agent_name: 'curl', user_agent: 'curl/8.2', key: 'b', http_status: 404 }),
  at('2026-02-01T23:00:00Z', 20, { remote_ip: '192.0.2.2', network: '192.0.2.0/24', agent_name: 'Chrome', user_agent: 'curl', key: 'a', country: 'DE' }),
  at('2026-02-02T07:00:00Z', 10, { remote_ip: '2001:db8::1', network: '2001:db8::/48', requester: 'curl/8.1', key: 'a' }),
];

// biome-ignore format: a table, one row a client
const KNOWN: readonly (readonly [string, string, number])[] = [
  ['192.0.2.1', 'ip', 70],
  ['192.0.2.0/24', 'ip', 90],
  ['192.0.2.2/31', 'ip', 20],
  ['2001:db8::1', 'ip', 10],
  ['2001:DB8:0:0::1', 'ip', 10],
  ['2001:db8::/32', 'ip', 10],
  [BOB, 'requester', 60],
  ['curl', 'agent', 70],
  ['curl/8.2', 'user-agent', 10],
  ['curl/8.1', 'requester', 10],
];

for (const [client, dimension, bytes] of KNOWN) {
  t.test(`${client} is known as ${dimension}`, async (t) => {
    const answer = await ask(client, RECORDS);
    t.strictSame(answer.client, { dimension, value: client });
    t.equal(answer.totals.bytes, bytes);
    t.equal(answer.everybody.bytes, 100);
    t.equal(answer.share, bytes / 100);
  });
}

t.test('a name that nobody has is refused with what can be asked', async (t) => {
  const wanted = { code: 'client_unknown', message: /"wget"/, hint: /"search" finds parts/ };
  await t.rejects(ask('wget', RECORDS), wanted);
  await t.rejects(ask('CURL', RECORDS), { code: 'client_unknown' }, 'a name is a whole name');
  const february = { from: '2026-02' };
  await t.rejects(ask(BOB, RECORDS, february), { code: 'client_unknown' }, 'not in the range');
  for (const client of ['', '  ']) await t.rejects(ask(client, RECORDS), { code: 'usage' });
});

t.test('first and last request, hours of the day and of the calendar', async (t) => {
  const answer = await ask('192.0.2.0/24', RECORDS);
  t.strictSame([answer.first, answer.last], ['2026-01-31T23:10:00.000Z', '2026-02-01T23:00:00.000Z']); // biome-ignore format: two times
  t.equal(answer.hours.length, 24);
  t.strictSame(
    answer.hours.map(({ hour }) => hour),
    Array.from({ length: 24 }, (_, hour) => hour),
  );
  t.match(answer.hours[23], { hour: 23, bytes: 90, requests: 3, downloads: 2 });
  t.match(answer.hours[7], { bytes: 0, requests: 0 });
  t.equal(answer.hoursActive, 2, 'the same hour of two days is two');
});

t.test('an address that asked for nothing is nobody', async (t) => {
  await t.rejects(ask('198.51.100.7', RECORDS), {
    code: 'client_unknown',
    message: /198\.51\.100\.7/,
  });
  await t.rejects(ask('192.0.2.1', RECORDS, { from: '2030-01' }), { code: 'client_unknown' });
});

t.test('its tables are in one order, without the table of the client itself', async (t) => {
  const tables = (await ask('192.0.2.1', RECORDS)).tables;
  t.strictSame(
    tables.map(({ dimension }) => dimension),
    ['key', 'network', 'requester', 'agent', 'user-agent', 'status', 'operation', 'referrer-domain', 'country', 'as'], // biome-ignore format: a list
  );
  const table = tables[0];
  t.strictSame(
    table?.rows.map(({ name, bytes }) => [name, bytes]),
    [['a', 60], ['b', 10]], // biome-ignore format: two rows
  );
  t.match(table, { distinct: { value: 2, exact: true }, missing: { requests: 0 } });
  t.match(tables[2], { missing: { requests: 1, bytes: 10 } });
  const ofNetwork = await ask('192.0.2.0/24', RECORDS);
  t.strictSame(
    ofNetwork.tables.find(({ dimension }) => dimension === 'ip')?.rows.map(({ name }) => name),
    ['192.0.2.1', '192.0.2.2'],
    'of a network, its addresses are shown',
  );
  t.notOk((await ask(BOB, RECORDS)).tables.some(({ dimension }) => dimension === 'requester'));
});

t.test('range, filters, metric and limit hold for all of it', async (t) => {
  const answer = await ask('192.0.2.0/24', RECORDS, { by: 'requests', limit: '1', status: '200' });
  t.match(answer, { by: 'requests', totals: { requests: 2 }, everybody: { requests: 3 } });
  t.equal(answer.share, 2 / 3);
  t.ok(answer.tables.every(({ rows }) => rows.length <= 1));
});

t.test('a client of more hours than fit in a page has each counted', async (t) => {
  const hours = 10_050;
  const start = Date.UTC(2025, 0, 1);
  const always = Array.from({ length: hours }, (_, n) =>
    at(new Date(start + n * 3_600_000).toISOString(), 1, { remote_ip: '192.0.2.9' }),
  );
  const answer = await ask('192.0.2.9', always, { limit: '1' });
  t.equal(answer.hoursActive, hours);
  t.equal(
    answer.hours.reduce((sum, { requests }) => sum + requests, 0),
    hours,
  );
});

t.test('a sum above 2⁵³ of anybody is not said to be exact', async (t) => {
  const most = at('2026-01-01T00:00:00Z', Number.MAX_SAFE_INTEGER);
  t.match(await ask('192.0.2.1', [...RECORDS, most, most]), { exact: false });
});

t.test('every number is a naive count of the records that are the client’s', async (t) => {
  const metric = fc.constantFrom(...METRIC_NAMES);
  const estimateMin = fc.constantFrom(0, MANY);
  await fc.assert(
    fc.asyncProperty(documents, metric, estimateMin, async (documents, by, estimateMin) => {
      const own = documents.filter(({ remote_ip }) => remote_ip === '192.0.2.1');
      fc.pre(own.length > 0);
      const answer = await ask('192.0.2.1', documents, { by }, { estimateMin });
      t.strictSame(answer.totals, count(own));
      t.strictSame(answer.everybody, count(documents));
      const agents = answer.tables.find(({ dimension }) => dimension === 'agent');
      t.strictSame(
        agents?.rows.map(({ share: _, cumulativeShare: __, ...row }) => row),
        rankNaively(own, 'agent_name', by).slice(0, 10),
      );
      const all = count(documents)[KEY_OF[by]];
      t.equal(answer.share, all === 0 ? 0 : count(own)[KEY_OF[by]] / all);
      return t.passing();
    }),
    { seed, numRuns: 60 },
  );
});
