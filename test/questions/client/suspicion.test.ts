/**
 * Goal: the page of a client says of it what `scrapers` says, whoever it is, and compares it as
 * `compare` does.
 */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { ClientAnswer } from '../../../src/questions/client/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { documentsOf } from '../../scrapers/detect.ts';
import { makeScraperWorld } from '../../scrapers/worlds.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';
import { documents } from '../small-worlds.ts';

async function ask(client: string, port: MemorySearch, raw: RawParameters = {}) {
  const answer = await askQuestion('client', { client, limit: '1', ...raw }, port);
  if (answer.question !== 'client') throw new Error(answer.question);
  return answer;
}

/** So many of each kind: each costs what everybody costs. */
const CLIENTS_MAX = 2;

t.test('each client is judged as in the list of scrapers', async (t) => {
  const port = new MemorySearch(documentsOf(makeScraperWorld('a scraper over a /24').lines));
  const answer = await askQuestion('scrapers', { limit: '1000' }, port);
  if (answer.question !== 'scrapers') throw new Error(answer.question);
  t.ok(answer.accused > 0);
  for (const kind of ['ip', 'network', 'agent']) {
    const rows = answer.rows.filter((each) => each.kind === kind);
    t.ok(rows.length > 0, kind);
    for (const row of rows.slice(0, CLIENTS_MAX)) {
      const { suspicion, distinctKeys } = await ask(row.name, port); // one after the other
      const { score, verdict, reasons } = row;
      t.strictSame(suspicion, { score, verdict, reasons }, `${kind} ${row.name}`);
      t.equal(distinctKeys, row.distinctKeys);
    }
  }
});

// biome-ignore format: a table, one row a record
const FEW: readonly Document[] = [
  at('2026-01-01T00:00:00Z', 1, { remote_ip: '192.0.2.1', network: '192.0.2.0/24', key: 'a', agent_class: 'browser', user_agent: 'x' }),
  at('2026-01-03T00:00:00Z', 1, { remote_ip: '192.0.2.2', network: '192.0.2.0/24', key: 'a', agent_class: 'browser', user_agent: 'x' }),
  at('2026-01-05T00:00:00Z', 1, { requester: 'AmazonS3', key: 'b' }),
];

t.test('a client of whom nothing is to be said has no verdict; a friend has one', async (t) => {
  const port = new MemorySearch(FEW);
  t.strictSame((await ask('192.0.2.1', port)).suspicion, { score: 0, verdict: null, reasons: [] });
  const friends = { networks: ['192.0.2.1'], domains: [], accounts: [], agents: [] };
  const { suspicion } = await ask('192.0.2.1', new MemorySearch(FEW, { friends }));
  t.match(suspicion, { score: 0, verdict: 'friend', reasons: [{ text: /by configuration/ }] });
});

t.test('who has no address is not judged, and still counted', async (t) => {
  const { suspicion, distinctKeys, totals } = await ask('AmazonS3', new MemorySearch(FEW));
  t.strictSame([suspicion, distinctKeys, totals.requests], [null, 1, 1]);
});

t.test('a name that a crowd has is that of no actor, and costs no look at everybody', async (t) => {
  const searchesAt = async (estimate: number): Promise<readonly [boolean, number]> => {
    const port = new MemorySearch(FEW, { estimateMin: estimate, estimateMax: estimate });
    const { suspicion } = await ask('x', port);
    return [suspicion === null, port.bodies.length];
  };
  const [[isCrowd, few], [isNone, many]] = [await searchesAt(200_001), await searchesAt(200_000)];
  t.strictSame([isCrowd, isNone], [true, false]);
  t.ok(few < many, `${few}, not ${many} searches`);
});

t.test('a name of friends and bots alone is judged as it stands', async (t) => {
  const bots = FEW.map((record) => ({ ...record, agent_class: 'bot', agent_name: 'xbot' }));
  const many = Array.from({ length: 30 }, () => bots[0] ?? {});
  const { suspicion } = await ask('192.0.2.0/24', new MemorySearch([...bots, ...many]));
  t.match(suspicion, { verdict: 'declared-bot', reasons: [{ signal: 'declared' }] });
});

type Beside = ClientAnswer['compared']['bytes'];

/** As `compare` shows its row. */
async function compared(client: string, by: string, port: MemorySearch): Promise<Beside> {
  const answer = await askQuestion('compare', { dimension: 'ip', by, limit: '10000' }, port);
  if (answer.question !== 'compare') throw new Error(answer.question);
  const row = answer.rows.find(({ name }) => name === client);
  if (row === undefined) throw new Error(client);
  const [mean, median] = [answer.population.mean, answer.population.median].map(Number);
  const { timesMean, timesMedian, percentile } = row;
  return { mean: mean ?? 0, median: median ?? 0, timesMean, timesMedian, percentile };
}

t.test(
  'it is compared as “compare” does it, and its days and files are counted naively',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(documents, async (some) => {
        const own = some.filter(({ remote_ip: ip }) => ip === '192.0.2.1');
        fc.pre(own.length > 0);
        const port = new MemorySearch(some.map((each, n) => ({ ...each, key: `${n % 3}` })));
        const answer = await ask('192.0.2.1', port);
        const [bytes, requests] = [await compared('192.0.2.1', 'bytes', port), await compared('192.0.2.1', 'requests', port)]; // biome-ignore format: two calls
        const count = new Set(some.flatMap(({ remote_ip: ip }) => ip ?? [])).size;
        t.strictSame(answer.compared, { dimension: 'ip', count, bytes, requests });
        const days = Map.groupBy(own, (record) => String(record['@timestamp']).slice(0, 10));
        t.strictSame(
          answer.days.map(({ day, requests, bytes }) => [day, requests, bytes]),
          [...days]
          .map(([day, some]) => [day, some.length, some.reduce((sum, { bytes_sent }) => sum + Number(bytes_sent ?? 0), 0)] as const) // biome-ignore format: one row
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        const keys = some.flatMap((record, n) => (own.includes(record) ? [n % 3] : []));
        t.equal(answer.distinctKeys, new Set(keys).size);
        return t.passing();
      }),
      { seed: takeSeed(t), numRuns: 30 },
    );
  },
);

t.test('what is compared is of the same kind', async (t) => {
  const port = new MemorySearch(FEW);
  t.match((await ask('192.0.2.0/24', port)).compared, { dimension: 'network', count: 1, requests: { mean: 2, timesMean: 1 } }); // biome-ignore format: one call
  t.match((await ask('192.0.0.0/16', port)).compared, { dimension: 'network', count: 1 });
  t.match((await ask('AmazonS3', port)).compared, { dimension: 'requester', count: 1 });
  t.match((await ask('x', port)).compared, { dimension: 'user-agent', count: 1 });
});
