/** Goal: an answer ends in one line of what matters most, and says more only where there is more. */
import t from 'tap';
import { exactnessOfAll, footOf } from '../../../src/questions/present/foot.ts';
import { readAsOf } from '../../../src/questions/reach/as-of.ts';
import { footText } from '../../../src/render/text/foot-text.ts';
import { facts, source, sync } from '../../questions/reach-cases.ts';

const nowMs = Date.parse('2026-02-24T12:00:00Z');
const asOf = readAsOf(facts([source(sync('23T00:07'))]), { from: null });
const ended = { first: '2026-01-17T00:03:00.000Z', last: '2026-02-15T23:22:00.000Z', daysWithout: 0, gaps: [] }; // biome-ignore format: one row
const told = { exact: true, asOf, period: ended };
const shown = (of: Partial<Parameters<typeof footOf>[0]>, columnsMax: number | null): string =>
  footText(footOf({ ...told, ...of }, nowMs), columnsMax);
const LINE = 'exact · 17 Jan–15 Feb · logs as of 23 Feb 00:07 UTC\n';

t.test('one line at 60 columns, one with days without a record at 80', async (t) => {
  t.equal(shown({}, 60), LINE);
  const gaps = [{ first: '2026-02-01', last: '2026-02-03' }, { first: '2026-02-05', last: '2026-02-05' }]; // biome-ignore format: one list
  const period = { ...ended, daysWithout: 4, gaps };
  const line = 'exact · 17 Jan–15 Feb, no record on 4 days · logs as of 23 Feb 00:07 UTC\n';
  t.equal(shown({ period }, 80), `No record on 1–3 Feb, 5 Feb.\n${line}`);
  t.equal(shown({ period }, 60), `No record on 1–3 Feb, 5 Feb.\n${line.replace(' · logs', '\nlogs')}`, 'it is broken between its parts'); // biome-ignore format: one comparison
  t.equal(shown({ period: { ...period, gaps: gaps.slice(0, 1), daysWithout: 3 } }, 80), line.replace('4 days', '1–3 Feb'), 'no note for a single gap'); // biome-ignore format: one comparison
  t.equal(shown({ period }, null).split('\n').length, 3, 'into a file it is one line always');
});

t.test('what is not exact or not complete is said in the line, and why above it', async (t) => {
  const because = 'a sync of logs/ is running';
  const incomplete = { ...asOf, complete: false, because, newestRecord: ended.last };
  t.equal(shown({ exact: false, inexactBecause: 'x', asOf: incomplete }, 80), `NOT complete: ${because}.\nNOT exact · 17 Jan–15 Feb · NOT complete\n`); // biome-ignore format: one comparison
  t.equal(shown({ estimates: ['totalTimeP95'] }, 80), LINE.replace('exact', 'exact but for percentiles')); // biome-ignore format: one comparison
});

t.test('answers that are read together are exact where all are; each reason is told once', async (t) => {
  t.strictSame(exactnessOfAll([{ exact: true }, { exact: true }]), { exact: true });
  const closed = { exact: false, inexactBecause: 'a is closed' };
  t.strictSame(exactnessOfAll([{ exact: true }, closed, closed, { exact: false, inexactBecause: 'b' }]), { exact: false, inexactBecause: 'a is closed; b' }); // biome-ignore format: one comparison
}); // biome-ignore format: one line
