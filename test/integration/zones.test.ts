/**
 * Goal: rows of a timeline in a time zone are those of its clock, over the borders at which it is set,
 * as OpenSearch cuts them; dates of the zone are its own days.
 */
import t from 'tap';
import { ipv4 } from '../../samples/maker/addresses.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { planRequest } from '../../samples/maker/request.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import { testPrefix } from '../support/opensearch.ts';
import { connectPorts } from '../support/search-ports.ts';
import { shipLines } from '../support/ship-lines.ts';

const QUARTER_S = 900;
/** Two days on either side of each border: Berlin's and New York's of spring and autumn 2024 and 2025. */
const BORDERS = [
  '2024-10-27',
  '2024-11-03',
  '2025-03-09',
  '2025-03-30',
  '2025-10-26',
  '2025-11-02',
];
const TIMES_S = BORDERS.flatMap((border) =>
  Array.from({ length: 384 }, (_, at) => Date.parse(border) / 1_000 + (at - 192) * QUARTER_S),
);

const prefix = testPrefix(t);
const portOf = await connectPorts(t);
const random = randomFor('zones');
await shipLines(
  t,
  prefix,
  [...new Set(TIMES_S)].map((timeS) =>
    planRequest(random, { timeS, operation: 'REST.GET.OBJECT', key: 'a', ip: ipv4('192.0.2.1') }),
  ),
);

/** As the clock of the zone names the interval. */
const NAMES: Readonly<Record<string, (parts: readonly string[]) => string>> = {
  hour: ([day = '', time = '', zone = '']) => `${day} ${time.slice(0, 2)} ${zone}`,
  day: ([day = '']) => day,
  month: ([day = '']) => day.slice(0, 7),
};

for (const tz of ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])
  for (const [interval, nameOf] of Object.entries(NAMES))
    t.test(`by ${interval} in ${tz}`, async (t) => {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'long' }); // biome-ignore format: one format
      const name = (ms: number): string => nameOf(format.format(ms).split(' '));
      const wanted = Map.groupBy(new Set(TIMES_S), (timeS) => name(timeS * 1_000));
      for (const border of interval === 'hour' ? BORDERS : [null]) {
        const range = border === null ? {} : { from: `${border}T00:00Z`, to: new Date(Date.parse(border) + 86_400_000).toISOString() }; // biome-ignore format: one range
        const answer = await askQuestion('timeline', { interval, tz, ...range }, portOf(prefix, { timeoutMs: 60_000 })); // biome-ignore format: one after the other
        if (answer.question !== 'timeline') throw new Error(answer.question);
        const rows = answer.rows.filter(({ requests }) => requests > 0);
        t.ok(rows.length > (border === null ? 4 : 22), `${border}`);
        for (const { time, requests } of rows) {
          const own = (wanted.get(name(Date.parse(time))) ?? []).filter(
            (timeS) => border === null || (timeS * 1_000 >= Date.parse(border) && timeS * 1_000 < Date.parse(border) + 86_400_000), // biome-ignore format: one condition
          );
          t.equal(requests, own.length, time);
          if (border === null) t.notSame(name(Date.parse(time) - 1), name(Date.parse(time)), `${time} begins it`); // biome-ignore format: one check
        }
      }
    });

t.test('a date of the zone is its own day, 23 or 25 hours long', async (t) => {
  for (const [from, to, quarters] of [
    ['2025-03-30', '2025-03-31', 92],
    ['2025-10-26', '2025-10-27', 100],
    ['2025-10-25', '2025-10-26', 96],
  ] as const) {
    const raw = { from, to, tz: 'Europe/Berlin' };
    const answer = await askQuestion('timeline', raw, portOf(prefix, { timeoutMs: 60_000 })); // one after the other
    t.match(answer, { totals: { requests: quarters }, rows: [{ requests: quarters }] }, from);
  }
});
