/** Goal: no piece that a clock cuts time into has two hours of the day in it, and each has the right one. */
import fc from 'fast-check';
import t from 'tap';
import { clockOf } from '../../../src/questions/count/time-zone.ts';
import { takeSeed } from '../../house/seed.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Pyongyang', 'America/Caracas']; // biome-ignore format: a list

const spelled = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), // biome-ignore format: one format
  ]),
);
const asUtc = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }); // biome-ignore format: one format

t.test('hour and weekday of any moment are those of the piece that it lies in', async () => {
  const from = fc.integer({ min: Date.UTC(2006, 0), max: Date.UTC(2027, 0) });
  const days = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      from,
      days,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (zone, fromMs, days, parts) => {
        // biome-ignore format: one property
        const toMs = fromMs + days * DAY_MS;
        const clock = clockOf(zone, fromMs, toMs);
        const pieceMs = clock.grainMinutes * MINUTE_MS;
        return [...parts.take(40)]
          .map((part) => fromMs + Math.floor(part * (toMs - fromMs)))
          .every((ms) => {
            const piece = ms - (ms % pieceMs);
            const [begin] = asUtc.format(clock.localOf(piece)).split(':');
            const [moment] = spelled.get(zone)?.format(ms).split(':') ?? [];
            return begin === moment;
          });
      },
    ),
    { seed: takeSeed(t), numRuns: 300 },
  );
});

t.test('pieces are as wide as the zone lets them be', async (t) => {
  const grainOf = (zone: string, year: number) =>
    clockOf(zone, Date.UTC(year, 0), Date.UTC(year + 1, 0)).grainMinutes;
  t.equal(grainOf('UTC', 2026), 60);
  t.equal(grainOf('Europe/Berlin', 2026), 60);
  t.equal(grainOf('Asia/Kolkata', 2026), 30);
  t.equal(grainOf('Australia/Lord_Howe', 2026), 30);
  t.equal(grainOf('Asia/Kathmandu', 2026), 15);
  t.equal(grainOf('America/St_Johns', 2026), 30);
  t.equal(grainOf('America/St_Johns', 2008), 1, 'its clocks were set at a minute past midnight');
  t.throws(() => clockOf('Mars/Olympus', 0, 1), RangeError);
});
