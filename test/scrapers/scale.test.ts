import t from 'tap';
import { readFacts } from './facts.ts';
import { SCALE_ACTORS, scaleLines } from './scale.ts';

const RECORDS = 60_000;
const CLIENTS = 1_500;

t.test('a world of scale has as many records and clients as asked, in order of time', async (t) => {
  const facts = readFacts([...scaleLines({ records: RECORDS, clients: CLIENTS, days: 3 })]);
  t.equal(facts.length, RECORDS);
  t.ok(facts.every(({ time }, at) => at === 0 || (facts[at - 1]?.time ?? '') <= time));
  t.equal(facts[0]?.time, '2026-03-01T00:00:00Z');
  t.match(facts.at(-1)?.time, /^2026-03-03T23:/);
  const byIp = Map.groupBy(facts, ({ ip }) => ip ?? '');
  const actors = new Set(SCALE_ACTORS.flatMap(({ addresses }) => addresses));
  t.equal([...byIp.keys()].filter((ip) => !actors.has(ip)).length, CLIENTS);
  for (const { id, addresses, every, from, to } of SCALE_ACTORS) {
    const own = addresses.reduce((sum, ip) => sum + (byIp.get(ip)?.length ?? 0), 0);
    const want = (RECORDS * (to - from)) / every;
    t.ok(own > 0.9 * want && own < 1.1 * want, `${id} has ${own} requests of ${want}`);
  }
});

t.test(
  'a world of scale never holds its lines: they come one by one, the same each time',
  async (t) => {
    const most = { records: 10_000_000, clients: 200_000 };
    const first = scaleLines(most);
    const second = scaleLines(most);
    for (let line = 0; line < 100; line += 1) t.equal(first.next().value, second.next().value);
    t.not(scaleLines({ ...most, seed: 2 }).next().value, scaleLines(most).next().value);
  },
);
