/** Goal: a local time is the moment at which the clock of its zone shows it, where clocks are set too. */
import fc from 'fast-check';
import t from 'tap';
import { momentOf, offsetsOf, zonedIso } from '../../src/core/zone-time.ts';
import { takeSeed } from '../house/seed.ts';

// biome-ignore format: a table, one row a local time
const CASES: readonly (readonly [string, string, string, string])[] = [
  ['Europe/Berlin', '2026-01-17T00:00', '2026-01-16T23:00:00.000Z', 'in winter'],
  ['Europe/Berlin', '2026-07-17T00:00', '2026-07-16T22:00:00.000Z', 'in summer'],
  ['Europe/Berlin', '2026-03-29T00:00', '2026-03-28T23:00:00.000Z', 'the day on which the clock is set forth'],
  ['Europe/Berlin', '2026-03-30T00:00', '2026-03-29T22:00:00.000Z', 'and the day after'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z', 'a time that it leaps over: 03:30'],
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', 'a time that comes twice: the first'],
  ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z', 'the first that comes once again'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z', 'west of Greenwich, leapt over'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z', 'west of Greenwich, twice'],
  ['Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00:00.000Z', 'a day whose first hour is left out'],
  ['Asia/Kathmandu', '2026-01-17T00:00', '2026-01-16T18:15:00.000Z', 'three quarters of an hour'],
  ['Pacific/Kiritimati', '2026-01-17T00:00', '2026-01-16T10:00:00.000Z', 'the earliest zone'],
  ['UTC', '2026-01-17T00:00', '2026-01-17T00:00:00.000Z', 'UTC'],
];

for (const [zone, local, moment, name] of CASES)
  t.test(`${local} in ${zone}: ${name}`, async (t) => {
    t.equal(new Date(momentOf(Date.parse(`${local}Z`), offsetsOf(zone))).toISOString(), moment);
  });

t.test(
  'what the clock shows at a moment is that moment again, or one with the same time',
  async () => {
    const moment = fc.integer({ min: Date.parse('2006-01-01'), max: Date.parse('2030-01-01') });
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'); // biome-ignore format: a list
    fc.assert(
      fc.property(moment, zone, (ms, zone) => {
        const offsetAt = offsetsOf(zone);
        const local = ms + offsetAt(ms);
        const again = momentOf(local, offsetAt);
        return again <= ms && again + offsetAt(again) === local;
      }),
      { seed: takeSeed(t), numRuns: 2_000 },
    );
  },
);

t.test('a moment with its offset is read by everybody as that moment', async (t) => {
  const ms = Date.parse('2026-07-17T12:34:56.789Z');
  for (const [zone, want] of [
    ['Europe/Berlin', '2026-07-17T14:34:56.789+02:00'],
    ['America/St_Johns', '2026-07-17T10:04:56.789-02:30'],
    ['UTC', '2026-07-17T12:34:56.789Z'],
  ] as const) {
    t.equal(zonedIso(ms, zone, offsetsOf(zone)), want);
    t.equal(Date.parse(want), ms);
  }
});
