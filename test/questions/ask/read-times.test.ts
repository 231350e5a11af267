/** Goal: times that people type are the moments that they mean, or are refused with what is wanted. */
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { resolveTimes } from '../../../src/questions/ask/read-times.ts';
import { askQuestion, prepareQuestion, prepareStream } from '../../../src/questions/catalogue.ts';
import { MemorySearch } from '../memory-search.ts';
import { RECORDS } from '../small-worlds.ts';

/** Two days after the clocks of Berlin were set forth. */
const NOW_MS = Date.parse('2026-03-31T10:20:30.400Z');
const BERLIN = { tz: 'Europe/Berlin' };

// biome-ignore format: a table, one row a range
const RANGES: readonly (readonly [RawParameters, string | undefined, string | undefined])[] = [
  [{}, undefined, undefined],
  [{ last: '24h' }, '2026-03-30T10:20:30.400Z', '2026-03-31T10:20:30.400Z'],
  [{ last: '7d' }, '2026-03-24T10:20:30.400Z', '2026-03-31T10:20:30.400Z'],
  [{ last: '2w' }, '2026-03-17T10:20:30.400Z', '2026-03-31T10:20:30.400Z'],
  [{ last: '7d', ...BERLIN }, '2026-03-24T10:20:30.400Z', '2026-03-31T10:20:30.400Z'],
  [{ from: '7d ago' }, '2026-03-24T10:20:30.400Z', undefined],
  [{ from: '3h ago', to: '1h ago' }, '2026-03-31T07:20:30.400Z', '2026-03-31T09:20:30.400Z'],
  [{ from: 'today' }, '2026-03-31T00:00:00.000Z', undefined],
  [{ from: 'yesterday', to: 'today' }, '2026-03-30T00:00:00.000Z', '2026-03-31T00:00:00.000Z'],
  [{ from: 'today', ...BERLIN }, '2026-03-30T22:00:00.000Z', undefined],
  [{ from: '2026-01' }, '2026-01-01T00:00:00.000Z', undefined],
  [{ from: '2026-01', to: '2026-02', ...BERLIN }, '2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z'],
  [{ month: '2026-02' }, '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  [{ month: '2025-12' }, '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  [{ month: '2026-03', ...BERLIN }, '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  [{ month: '2026-10', ...BERLIN }, '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  [{ from: '2026-03-29', to: '2026-03-30', ...BERLIN }, '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  [{ from: '2026-03-29T02:00Z', ...BERLIN }, '2026-03-29T02:00:00.000Z', undefined],
  [{ from: '2026-03-29 04:00', ...BERLIN }, '2026-03-29T02:00:00.000Z', undefined],
];

for (const [raw, from, to] of RANGES)
  t.test(`${JSON.stringify(raw)} is from ${from} to ${to}`, async (t) => {
    t.match(resolveTimes(raw, NOW_MS), { from, to });
    t.notOk('last' in resolveTimes(raw, NOW_MS) || 'month' in resolveTimes(raw, NOW_MS));
  });

t.test('days begin with the clock: today, and the day on which it is set', async (t) => {
  const days = (now: string) => resolveTimes({ from: 'yesterday', to: 'today', ...BERLIN }, Date.parse(now)); // biome-ignore format: one call
  t.match(days('2026-03-29T22:00:00Z'), { from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' }); // biome-ignore format: 23 hours
  t.match(days('2026-03-29T21:59:59Z'), { from: '2026-03-27T23:00:00.000Z', to: '2026-03-28T23:00:00.000Z' }); // biome-ignore format: 24 hours
  t.match(days('2026-10-26T12:00:00Z'), { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' }); // biome-ignore format: 25 hours
});

t.test('--since and --until are read in the same way', async (t) => {
  t.match(resolveTimes({ since: '1d ago', until: 'today', ...BERLIN }, NOW_MS), {
    since: '2026-03-30T10:20:30.400Z',
    until: '2026-03-30T22:00:00.000Z',
  });
});

// biome-ignore format: a table, one row a slip
const REFUSED: readonly (readonly [RawParameters, RegExp, RegExp?])[] = [
  [{ from: 'tomorrow' }, /^--from "tomorrow" is not a time/, /today, yesterday or "7d ago"/],
  [{ to: 'Yesterday' }, /^--to "Yesterday" is not a time/],
  [{ from: '7d' }, /^--from "7d" is not a time/, /"7d ago"/],
  [{ from: '0d ago' }, /is not a time/],
  [{ from: '2026-02-30', ...BERLIN }, /is not a time/],
  [{ since: 'now' }, /^--since "now" is not a time/],
  [{ last: '7' }, /^--last "7" is not a span/, /24h, 7d, 4w/],
  [{ last: '0d' }, /is not a span/],
  [{ last: '1.5d' }, /is not a span/],
  [{ last: '3m' }, /is not a span/],
  [{ month: '2026-13' }, /^--month "2026-13" is not a month/, /2026-02/],
  [{ month: '2026-02-01' }, /is not a month/],
  [{ month: 'February' }, /is not a month/],
  [{ month: '2026-02', from: '2026-02-03' }, /^--month is a range of its own: leave out --from/],
  [{ last: '7d', to: 'today' }, /^--last is a range of its own: leave out --to/],
  [{ last: '7d', month: '2026-02' }, /^--last is a range of its own: leave out --month/],
  [{ last: ['1d', '2d'] }, /only once/],
  [{ tz: 'Mars/Olympus' }, /^There is no time zone "Mars\/Olympus"/, /Europe\/Berlin/],
  [{ tz: '' }, /^There is no time zone ""/],
];

for (const [raw, message, hint] of REFUSED)
  t.test(`${JSON.stringify(raw)} is refused`, async (t) => {
    const wanted = { code: 'usage', message, ...(hint === undefined ? {} : { hint }) };
    t.throws(() => resolveTimes(raw, NOW_MS), wanted);
    t.throws(() => prepareQuestion('compare', raw.since === undefined ? raw : { from: 'now' }), { code: 'usage' }); // biome-ignore format: one call
  });

t.test('an answer repeats what was asked, and says which moments that was', async (t) => {
  const asks = prepareQuestion('timeline', { last: '60d' }, { nowMs: NOW_MS });
  const { answer } = await asks(new MemorySearch(RECORDS));
  t.match(answer, {
    parameters: { last: '60d' },
    from: '2026-01-30T10:20:30.400Z',
    to: '2026-03-31T10:20:30.400Z',
  });
  const same = { from: '2026-01-30T10:20:30.400Z', to: '2026-03-31T10:20:30.400Z' };
  const { parameters: _, ...absolute } = await askQuestion('timeline', same, new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.match(answer, absolute);
});

t.test('rows that are streamed take them too', async (t) => {
  t.not(prepareStream('records', { last: '7d', limit: 'all' }, { nowMs: NOW_MS }), null);
  t.throws(() => prepareStream('records', { last: 'week', limit: 'all' }), { code: 'usage' });
});
