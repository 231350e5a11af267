/** Goal: a time is read as it is meant, in UTC, or not at all. */
import fc from 'fast-check';
import t from 'tap';
import { ISO_TIME_WANTED, readIsoTime } from '../../src/core/iso-time.ts';
import { takeSeed } from '../house/seed.ts';

// biome-ignore format: a table, one row a time
const GOOD: readonly (readonly [string, string])[] = [
  ['2026-01', '2026-01-01T00:00:00.000Z'],
  ['2026-01-17', '2026-01-17T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29', '2000-02-29T00:00:00.000Z'],
  ['2026-12-31', '2026-12-31T00:00:00.000Z'],
  ['2026-01-17T13:00', '2026-01-17T13:00:00.000Z'],
  ['2026-01-17 13:00', '2026-01-17T13:00:00.000Z'],
  ['2026-01-17T13:00:07', '2026-01-17T13:00:07.000Z'],
  ['2026-01-17T13:00:07.5', '2026-01-17T13:00:07.500Z'],
  ['2026-01-17T13:00:07.123', '2026-01-17T13:00:07.123Z'],
  ['2026-01-17T13:00Z', '2026-01-17T13:00:00.000Z'],
  ['2026-01-17 13:00Z', '2026-01-17T13:00:00.000Z'],
  ['2026-01-17T13:00+01:00', '2026-01-17T12:00:00.000Z'],
  ['2026-01-17T13:00+0100', '2026-01-17T12:00:00.000Z'],
  ['2026-01-17 13:00:07-05:30', '2026-01-17T18:30:07.000Z'],
  ['2026-01-31T23:00-02:00', '2026-02-01T01:00:00.000Z'],
  ['2026-01-17T24:00', '2026-01-18T00:00:00.000Z'],
];

for (const [text, time] of GOOD)
  t.test(`"${text}" is ${time}`, async (t) => t.equal(readIsoTime(text), time));

// biome-ignore format: a list
const BAD: readonly string[] = [
  '', 'now', 'yesterday', '2026', '2026-1-7', '17.1.2026', '01/17/2026', '20260117', '2026-13', '2026-00', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32', '2026-02-29', '2026-02-30', '2100-02-29', '2026-04-31',
  '2026-01-17T13', '2026-01-17T13:00:', '2026-01-17T25:00', '2026-01-17T24:01', '2026-01-17T13:60', '2026-01-17T13:00:60', '2026-01-17 25:00Z', '2026-01-17 13:60+0100', '2026-01-17T13:00:07.1234Z', '2026-01-17T13:00:07,5Z',
  '2026-01-17T13:00+25:00', '2026-01-17T13:00+01:60', '2026-01-17T13:00+1', '2026-01-17T13:00 CET', '2026-01-17Z', '2026-01Z', '2026-01-17t13:00z', ' 2026-01-17', '2026-01-17 ', '2026-01-17\n', '+002026-01-17', '-2026-01-17', '1768608000000', '２０２６-01-17',
];

for (const text of BAD)
  t.test(`${JSON.stringify(text)} is no time`, async (t) => t.equal(readIsoTime(text), null));

t.test('what toISOString writes is read as the same time', async () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }); // biome-ignore format: one arbitrary
  fc.assert(
    fc.property(date, (date) => {
      const text = date.toISOString();
      const day = text.slice(0, 'yyyy-mm-dd'.length);
      return readIsoTime(text) === text && readIsoTime(day) === `${day}T00:00:00.000Z`;
    }),
    { seed: takeSeed(t), numRuns: 1_000 },
  );
});

t.test('no text makes it throw', async () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-:T Z+.') }));
  fc.assert(fc.property(text, (text) => [null, 'string'].includes(readIsoTime(text) && 'string')));
});

t.test('what is wanted is an example that is read', async (t) => {
  const examples = ISO_TIME_WANTED.match(/\d{4}-\S+\dZ?/g) ?? [];
  t.equal(examples.length, 2);
  for (const example of examples) t.not(readIsoTime(example), null, example);
});
