/**
 * Goal: distinct counts, listeners, IAB downloads and pairs of two dimensions equal a naive count, in
 * rows, totals and what is missing, in either order, wherever the runs of groups are cut.
 */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../src/questions/catalogue.ts';
import { SEGMENT_RECORDS } from '../../src/questions/count/segments.ts';
import { takeSeed } from '../house/seed.ts';
import { askTop } from './ask-top.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { at, count } from './naive.ts';

const seed = takeSeed(t);
const MINUTE = 100;

const optional = (...values: readonly string[]) => fc.constantFrom(undefined, ...values);

/** Few values each, so that combinations come again; each of them missing now and then. */
const documents = fc.array(
  fc
    .record(
      {
        '@timestamp': fc.constantFrom('2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', '2026-02-01T13:00:00Z', '2026-02-03T00:00:00Z'), // biome-ignore format: one list
        operation: fc.constantFrom('REST.GET.OBJECT', 'REST.GET.OBJECT', 'REST.HEAD.OBJECT'),
        http_status: fc.constantFrom(200, 206, 404),
        bytes_sent: fc.constantFrom(1, 50, 99, 100, 1_000),
        remote_ip: optional('192.0.2.9', '192.0.2.10', '198.51.100.1'),
        user_agent: optional('a', 'B', '\u{1f600}', '\uff5e'),
        key: optional('x', 'x/y', 'z'),
        agent_class: optional('bot', 'player'),
      },
      { requiredKeys: ['@timestamp', 'operation', 'http_status'] },
    )
    .map(
      (drawn): Document =>
        Object.fromEntries(
          Object.entries(drawn).filter(([, value]) => value !== undefined),
        ) as Document, // those that are there
    ),
  { minLength: 1, maxLength: 50 },
);

type Naive = (some: readonly Document[]) => number;

const tuplesOf = (
  some: readonly Document[],
  needed: readonly string[],
  others: readonly string[] = [],
): ReadonlyMap<string, readonly Document[]> =>
  Map.groupBy(
    some.filter((document) => needed.every((field) => document[field] !== undefined)),
    (document) => JSON.stringify([...needed, ...others].map((field) => document[field] ?? null)),
  );

const isPerson = ({ operation, http_status: status, agent_class: agent }: Document): boolean =>
  operation === 'REST.GET.OBJECT' && (status === 200 || status === 206) && agent !== 'bot';

function iabDownloads(some: readonly Document[]): number {
  const dated = some.map((document) => ({ ...document, day: String(document['@timestamp']).slice(0, 10) })); // biome-ignore format: one rule
  const tuples = tuplesOf(dated.filter(isPerson), ['day', 'remote_ip', 'key'], ['user_agent']);
  return [...tuples.values()].filter((downloads) => count(downloads).bytes >= MINUTE).length;
}

const METRICS: Readonly<Record<string, { readonly key: string; readonly naive: Naive }>> = {
  'distinct(ip)': { key: 'distinct', naive: (some) => tuplesOf(some, ['remote_ip']).size },
  'distinct(user-agent)': { key: 'distinct', naive: (some) => tuplesOf(some, ['user_agent']).size },
  listeners: {
    key: 'listeners',
    naive: (some) => tuplesOf(some, ['remote_ip'], ['user_agent']).size,
  },
  'iab-downloads': { key: 'iabDownloads', naive: iabDownloads },
};

const FIELDS = { key: 'key', ip: 'remote_ip', status: 'http_status' } as const;

const points = (name: string): string =>
  [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');

const minuteOf = (by: string): RawParameters =>
  by === 'iab-downloads' ? { 'minute-bytes': `${MINUTE}` } : {};

for (const [by, { key, naive }] of Object.entries(METRICS)) {
  const names = Object.keys(FIELDS).filter((name) => by !== `distinct(${name})`);
  for (const name of names as (keyof typeof FIELDS)[]) {
    t.test(`top ${name} by ${by}`, async (t) => {
      const order = fc.constantFrom('asc', 'desc');
      const limit = fc.integer({ min: 1, max: 4 });
      const property = fc.asyncProperty(
        documents,
        order,
        limit,
        async (documents, order, limit) => {
          const raw = { dimension: name, by, order, limit: `${limit}`, ...minuteOf(by) };
          const { answer } = await askTop(documents, raw);
          const groups = Map.groupBy(documents, (document) => document[FIELDS[name]]);
          const sign = order === 'asc' ? 1 : -1;
          const ranked = [...groups]
          .filter(([group]) => group !== undefined)
          .map(([group, some]) => ({ name: String(group), ...count(some), [key]: naive(some) }))
          .sort((a, b) => sign * (Number(Reflect.get(a, key)) - Number(Reflect.get(b, key))) || (points(a.name) < points(b.name) ? -1 : 1)); // biome-ignore format: one rule
          t.strictSame(answer.rows, ranked.slice(0, limit));
          t.strictSame(answer.totals, { ...count(documents), [key]: naive(documents) });
          const lacking = groups.get(undefined) ?? [];
          t.strictSame(answer.missing, { ...count(lacking), [key]: naive(lacking) });
          t.strictSame(answer.distinct, { value: ranked.length, exact: true });
          t.equal(answer.exact, true);
          return t.passing();
        },
      );
      await fc.assert(property, { seed, numRuns: 40 });
    });
  }

  t.test(`timeline by ${by}`, async (t) => {
    const from = fc.constantFrom(undefined, '2026-02-01T06:00:00Z');
    const property = fc.asyncProperty(documents, from, async (documents, from) => {
      const raw = { by, from, to: '2026-02-03T00:00:00Z', interval: 'day', ...minuteOf(by) };
      const answer = await askQuestion('timeline', raw, new MemorySearch(documents));
      if (answer.question !== 'timeline') throw new Error(answer.question);
      const within = documents.filter((document) => {
        const time = Date.parse(String(document['@timestamp']));
        return time >= Date.parse(from ?? '2000-01-01') && time < Date.parse(raw.to);
      });
      const days = Map.groupBy(within, (document) => String(document['@timestamp']).slice(0, 10));
      for (const row of answer.rows) t.equal(row[key as 'distinct'], naive(days.get(row.time.slice(0, 10)) ?? []), row.time); // biome-ignore format: one row
      t.equal(answer.totals[key as 'distinct'], naive(within));
      return t.passing();
    });
    await fc.assert(property, { seed, numRuns: 25 });
  });
}

t.test('top of two dimensions names both, and what lacks either is missing', async (t) => {
  const by = fc.constantFrom('bytes', 'requests', 'last', 'error-rate');
  const order = fc.constantFrom('asc', 'desc');
  const property = fc.asyncProperty(documents, by, order, async (documents, by, order) => {
    const raw = { dimension: 'ip,key', by, order, limit: '4' };
    const { answer } = await askTop(documents, raw);
    const pairs = tuplesOf(documents, ['remote_ip', 'key']);
    const weigh = (some: readonly Document[]): number => {
      if (by === 'last') return Math.max(...some.map((document) => Date.parse(String(document['@timestamp'])))); // biome-ignore format: one rule
      const errors = some.filter(({ http_status: status }) => Number(status) >= 400).length;
      return by === 'error-rate' ? errors / some.length : count(some)[by === 'bytes' ? 'bytes' : 'requests']; // biome-ignore format: one rule
    };
    const sign = order === 'asc' ? 1 : -1;
    const ranked = [...pairs.values()]
      .map((some) => ({ names: ['remote_ip', 'key'].map((field) => String(some[0]?.[field])), some })) // biome-ignore format: one row
      .sort((a, b) => sign * (weigh(a.some) - weigh(b.some)) || (points(a.names.join('\0')) < points(b.names.join('\0')) ? -1 : 1)); // biome-ignore format: one rule
    t.match(answer.rows, ranked.slice(0, 4).map(({ names, some }) => ({ name: names.join(', '), names, ...count(some) }))); // biome-ignore format: one list
    t.equal(answer.rows.length, Math.min(4, ranked.length));
    t.match(answer.totals, count(documents));
    t.match(answer.missing, count(documents.filter(({ remote_ip: ip, key }) => ip === undefined || key === undefined))); // biome-ignore format: one rule
    t.strictSame(answer.distinct, { value: ranked.length, exact: true });
    t.strictSame([answer.dimension, answer.exact], ['ip,key', true]);
    return t.passing();
  });
  await fc.assert(property, { seed, numRuns: 60 });
});

t.test('runs of groups are cut between groups, and a group of many pages is one', async (t) => {
  const many = SEGMENT_RECORDS + 500;
  const world = [
    ...Array.from({ length: many }, (_, n) => at('2026-01-05T00:00:00Z', 1, { key: 'all', user_agent: `u${n}` })), // biome-ignore format: one group
    ...Array.from({ length: many }, (_, n) => at('2026-02-05T00:00:00Z', 1, { key: `k${n % 300}`, user_agent: `u${n % 7}` })), // biome-ignore format: some groups
  ];
  const progress: string[] = [];
  const port = new MemorySearch(world, { sharded: ['2026-02'] });
  const asks = prepareQuestion('top', { dimension: 'key', by: 'distinct(user-agent)', limit: '2' });
  const { answer } = await asks(port, ({ groups, groupsExpected }) => progress.push(`${groups}/${groupsExpected}`)); // biome-ignore format: one question
  t.match(answer, { rows: [{ name: 'all', distinct: many }, { name: 'k0', distinct: 7 }], distinct: { value: 301, exact: true } }); // biome-ignore format: one answer
  t.equal(progress.at(-1), '301/301', 'progress is told');
  const sizes = port.bodies.flatMap(({ aggs }) => (aggs as { tuples?: { composite: { size: number } } } | undefined)?.tuples?.composite.size ?? []); // biome-ignore format: of each page
  t.ok(sizes.length >= 4 && sizes.every((size) => size === SEGMENT_RECORDS), sizes.join());
});

for (const [raw, message] of [
  [{ dimension: 'ip', by: 'distinct(ip)' }, /Each IP address has one IP address/],
  [{ dimension: 'ip', by: 'distinct(colour)' }, /no metric "distinct\(colour\)"/],
  [{ dimension: 'ip,key', by: 'listeners' }, /Two dimensions cannot be ranked by "listeners"/],
  [{ dimension: 'ip,ip' }, /"ip,ip" is not two different dimensions/],
  [{ dimension: 'ip,hour' }, /"hour" cannot be grouped together with another/],
  [{ dimension: 'tls-version,ip' }, /"tls-version" cannot be grouped together/],
  [{ dimension: 'ip', by: 'distinct(weekday)' }, /Different weekdays are not counted/],
  [{ dimension: 'hour', by: 'distinct(ip)' }, /"hour" cannot be ranked by/],
  [{ dimension: 'ip,key,status' }, /no dimension "key,status"/],
  [{ dimension: 'ip,colour' }, /no dimension "colour"/],
  [{ dimension: 'ip', 'minute-bytes': '5' }, /of "--by iab-downloads" alone/],
  [{ dimension: 'ip', by: 'iab-downloads', 'minute-bytes': 'x' }, /is no size/],
] as const)
  t.test(`${JSON.stringify(raw)} is refused`, async (t) => {
    t.throws(() => prepareQuestion('top', raw), { code: 'usage', message });
  });

t.test('a field of several values is counted by the part that is asked for', async (t) => {
  const of = (ip: string, ...parameters: readonly string[]) => at('2026-01-05T00:00:00Z', 1, { remote_ip: ip, url_parameters: parameters }); // biome-ignore format: one record
  const world = [of('192.0.2.1', 'a=1', 'user=x'), of('192.0.2.1', 'user=y', 'z=1'), of('192.0.2.2', 'user=x', 'z=2'), of('192.0.2.2', 'a=9', 'z=1')]; // biome-ignore format: four records
  const ask = async (raw: RawParameters) => (await askTop(world, raw)).answer;
  t.match(await ask({ dimension: 'ip', by: 'distinct(param:user)' }), { rows: [{ name: '192.0.2.1', distinct: 2 }, { name: '192.0.2.2', distinct: 1 }], totals: { distinct: 2 } }); // biome-ignore format: one answer
  t.match(await ask({ dimension: 'param:user', by: 'distinct(ip)' }), { rows: [{ name: 'x', distinct: 2 }, { name: 'y', distinct: 1 }], missing: { requests: 1, distinct: 1 } }); // biome-ignore format: one answer
  const pairs = await ask({ dimension: 'param:user,param:z', by: 'requests' });
  t.match(pairs, { rows: [{ names: ['x', '2'] }, { names: ['y', '1'] }], distinct: { value: 2 }, missing: { requests: 2 } }); // biome-ignore format: one answer
});

t.test('a class of statuses has the distinct count of all its records', async (t) => {
  const world = [200, 206, 404].map((status) => at('2026-01-05T00:00:00Z', 1, { remote_ip: `192.0.2.${status % 5}`, http_status: status })); // biome-ignore format: three records
  const { answer } = await askTop(world, { dimension: 'status-class', by: 'distinct(ip)' });
  t.match(answer, { rows: [{ name: '2xx', distinct: 2 }, { name: '4xx', distinct: 1 }], totals: { distinct: 3 } }); // biome-ignore format: one answer
});

t.test('compare takes no distinct count', async (t) => {
  t.throws(() => prepareQuestion('compare', { by: 'distinct(key)' }), { code: 'usage', message: /cannot be asked by/ }); // biome-ignore format: one refusal
});

t.test('a pair is two columns, a distinct count says of what', async (t) => {
  const world = [at('2026-01-05T00:00:00Z', 10, { remote_ip: '192.0.2.1', key: 'a' })];
  const shown = async (raw: RawParameters) => (await prepareQuestion('top', raw)(new MemorySearch(world))).present(); // biome-ignore format: one question
  const pair = await shown({ dimension: 'ip,key' });
  t.equal(pair.title, 'Top 1 of 1 pair of IP address and key by bytes');
  t.match(pair.tables[0]?.columns.slice(0, 2), [{ key: 'ip', heading: 'IP address' }, { key: 'key', heading: 'key' }]); // biome-ignore format: two columns
  t.match(pair.tables[0]?.rows, [{ ip: '192.0.2.1', key: 'a', bytes: 10 }]);
  const clients = await shown({ dimension: 'key', by: 'distinct(ip)' });
  t.equal(clients.title, 'Top 1 of 1 key by different IP addresses');
  t.match(clients.closing, [/, 1 different IP address\.$/]);
});
