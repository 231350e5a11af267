/** Goal: the period of an answer in words: short, and no gap called longer or shorter than it is. */
import t from 'tap';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { reachText } from '../../../src/questions/reach/as-of-text.ts';
import { periodText, type RecordPeriod } from '../../../src/questions/reach/record-period.ts';
import { MemorySearch } from '../memory-search.ts';
import { RECORDS } from '../small-worlds.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const FEBRUARY = { first: '2026-02-01T00:00:03.000Z', last: '2026-02-28T23:59:59.000Z' };
const one = (day: string) => ({ first: day, last: day });

// biome-ignore format: a row a period
const SAYS: readonly (readonly [Partial<RecordPeriod>, string])[] = [
  [{}, 'Records of 1 Feb 00:00 to 28 Feb 23:59 UTC.'],
  [{ last: FEBRUARY.first }, 'Records of 1 Feb 00:00 UTC.'],
  [{ daysWithout: 1, gaps: [one('2026-02-12')] }, 'Records of 1 Feb 00:00 to 28 Feb 23:59 UTC, none on 1 day (12 Feb).'],
  [{ daysWithout: 3, gaps: [{ first: '2026-02-12', last: '2026-02-14' }] }, 'Records of 1 Feb 00:00 to 28 Feb 23:59 UTC, none on 3 days (12–14 Feb).'],
  [{ first: '2025-12-01T10:00:00.000Z', daysWithout: 5, gaps: [one('2025-12-03'), { first: '2025-12-30', last: '2026-01-02' }] }, 'Records of 1 Dec 2025 10:00 to 28 Feb 23:59 UTC, none on 5 days (3 Dec 2025, 30 Dec 2025–2 Jan).'],
  [{ daysWithout: 5, gaps: ['02', '04', '06', '08'].map((day) => one(`2026-02-${day}`)) }, 'Records of 1 Feb 00:00 to 28 Feb 23:59 UTC, none on 5 days (2 Feb, 4 Feb, 6 Feb, …).'],
  [{ daysWithout: 2, gaps: [{ first: '2026-01-31', last: '2026-02-01' }] }, 'Records of 1 Feb 00:00 to 28 Feb 23:59 UTC, none on 2 days (31 Jan–1 Feb).'],
  [{ first: null, last: null }, ''],
];

for (const [period, says] of SAYS)
  t.test(says, async (t) => {
    t.equal(periodText({ ...FEBRUARY, daysWithout: 0, gaps: [], ...period }, nowMs), says);
  });

t.test('the newest record is told once', async (t) => {
  const { asOf, period } = await askQuestion('top', { dimension: 'ip' }, new MemorySearch(RECORDS));
  const reach = (newestRecord: string | null) => reachText({ asOf: { ...asOf, newestRecord }, period }, nowMs); // biome-ignore format: one rule
  const late = 'S3 may still deliver logs of the last hours.';
  t.equal(reach('2026-02-09T10:00:00.000Z'), `All logs delivered by 1 Mar 00:00 UTC are in; newest record 9 Feb 10:00; ${late} Records of 31 Jan 23:59 to 3 Feb 00:00 UTC.`); // biome-ignore format: one line
  t.equal(reach(period.last), `All logs delivered by 1 Mar 00:00 UTC are in; ${late} Records of 31 Jan 23:59 to 3 Feb 00:00 UTC.`); // biome-ignore format: one line
});
