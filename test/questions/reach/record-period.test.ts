/** Goal: the period of an answer in words: short, and no gap called longer or shorter than it is. */
import t from 'tap';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { AsOf } from '../../../src/questions/reach/as-of.ts';
import { asOfWords, reachNotes } from '../../../src/questions/reach/as-of-text.ts';
import {
  gapsText,
  periodText,
  type RecordPeriod,
} from '../../../src/questions/reach/record-period.ts';
import { MemorySearch } from '../memory-search.ts';
import { RECORDS } from '../small-worlds.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const FEBRUARY = { first: '2026-02-01T00:00:03.000Z', last: '2026-02-28T23:59:59.000Z' };
const one = (day: string) => ({ first: day, last: day });

// biome-ignore format: a row a period
const SAYS: readonly (readonly [Partial<RecordPeriod>, string, string?])[] = [
  [{}, '1–28 Feb'],
  [{ first: '2026-01-17T00:03:00.000Z' }, '17 Jan–28 Feb'],
  [{ last: FEBRUARY.first }, '1 Feb 00:00 UTC'],
  [{ last: '2026-02-01T13:30:00.000Z' }, '1 Feb 00:00–13:30 UTC'],
  [{ daysWithout: 1, gaps: [one('2026-02-12')] }, '1–28 Feb, no record on 12 Feb'],
  [{ daysWithout: 3, gaps: [{ first: '2026-02-12', last: '2026-02-14' }] }, '1–28 Feb, no record on 12–14 Feb'],
  [{ first: '2025-12-01T10:00:00.000Z', daysWithout: 5, gaps: [one('2025-12-03'), { first: '2025-12-30', last: '2026-01-02' }] }, '1 Dec 2025–28 Feb, no record on 5 days', 'No record on 3 Dec 2025, 30 Dec 2025–2 Jan.'],
  [{ first: '2025-01-31T10:00:00.000Z', last: '2025-02-28T10:00:00.000Z' }, '31 Jan–28 Feb 2025'],
  [{ first: '2024-12-31T10:00:00.000Z', last: '2025-02-28T10:00:00.000Z' }, '31 Dec 2024–28 Feb 2025'],
  [{ first: '2025-02-01T10:00:00.000Z', last: '2026-02-03T10:00:00.000Z' }, '1 Feb 2025–3 Feb'],
  [{ daysWithout: 5, gaps: ['02', '04', '06', '08'].map((day) => one(`2026-02-${day}`)) }, '1–28 Feb, no record on 5 days', 'No record on 2 Feb, 4 Feb, 6 Feb, ….'],
  [{ daysWithout: 2, gaps: [{ first: '2026-01-31', last: '2026-02-01' }] }, '1–28 Feb, no record on 31 Jan–1 Feb'],
  [{ first: null, last: null }, 'no record'],
];

for (const [given, says, note] of SAYS)
  t.test(`${says}${note === undefined ? '' : ` (${note})`}`, async (t) => {
    const period = { ...FEBRUARY, daysWithout: 0, gaps: [], ...given };
    t.equal(periodText(period, nowMs), says);
    t.strictSame(gapsText(period, nowMs), note === undefined ? [] : [note]);
  });

t.test('below an answer stands what is missing, and nothing where all is in', async (t) => {
  const { asOf, period } = await askQuestion('top', { dimension: 'ip' }, new MemorySearch(RECORDS));
  const notes = (of: Partial<AsOf>, at: Partial<RecordPeriod> = {}) => reachNotes({ asOf: { ...asOf, ...of }, period: { ...period, ...at } }, nowMs); // biome-ignore format: one rule
  const words = (of: Partial<AsOf>) => asOfWords({ ...asOf, ...of }, nowMs);
  t.strictSame(notes({}), []);
  t.equal(words({}), 'logs as of 00:00 UTC', 'today');
  t.equal(words({ deliveredUntil: '2026-02-28T23:59:00.000Z' }), 'logs as of 28 Feb 23:59 UTC');
  t.equal(words({ deliveredUntil: '2025-03-01T23:59:00.000Z' }), 'logs as of 1 Mar 2025 23:59 UTC');
  const because = 'a sync of logs/ failed: run it again';
  t.equal(words({ complete: false, because }), 'NOT complete');
  const newest = '2026-02-09T10:00:00.000Z';
  t.strictSame(notes({ complete: false, because, newestRecord: newest }), [`NOT complete: ${because}.`, 'Newest record 9 Feb 10:00 UTC.']); // biome-ignore format: one list
  t.strictSame(notes({ complete: false, because, newestRecord: period.last }), [`NOT complete: ${because}.`], 'the newest record is told once'); // biome-ignore format: one list
  const late = ['S3 may still deliver logs of the last hours.'];
  t.strictSame(notes({}, { last: '2026-02-28T00:00:01.000Z' }), late);
  t.strictSame(notes({}, { last: '2026-02-28T00:00:00.000Z' }), [], 'a day before');
  t.strictSame(notes({ newestRecord: '2026-02-28T23:00:00.000Z' }, { first: null, last: null }), late, 'what was not found may be on its way'); // biome-ignore format: one list
  t.match(notes({ rejected: 41, unseenSeconds: 30 }), [/^Up to 30 s old/, /^41 lines in this range were rejected: see "tamarin quarantine"\.$/]); // biome-ignore format: one list
});
