/** Goal: what is usual does not move for a few who are not. */
import t from 'tap';
import { usualOf, Values } from '../../../src/questions/evidence/usual.ts';

const crowd = Array.from({ length: 1_000 }, (_, at) => 1 + (at % 6));

t.test('a few with a thousand times as much change nothing', async (t) => {
  const quiet = usualOf(Float64Array.from(crowd), 1);
  const loud = usualOf(Float64Array.from([...crowd, 5_000, 6_000, 7_000]), 1);
  t.ok(loud.median - quiet.median <= 1, 'no more than to the next client');
  t.ok(loud.far < 1.2 * quiet.far);
  t.ok(quiet.far > 6, 'nobody of the crowd is far');
});

t.test('where most have the same, the 90th percentile stands for the deviation', async (t) => {
  const mostlyOne = Float64Array.from({ length: 1_000 }, (_, at) => (at < 800 ? 1 : 8));
  const { median, far } = usualOf(mostlyOne, 1);
  t.equal(median, 1);
  t.ok(far > 8 && far <= 24, String(far));
});

t.test(
  'the median of an even count is the mean of the middle two; of nobody it is 0',
  async (t) => {
    t.equal(usualOf(Float64Array.from([1, 2, 4, 9]), 1).median, 3);
    t.strictSame(usualOf(new Float64Array(), 40), { median: 0, far: 40 });
  },
);

t.test('as many values are kept as come', async (t) => {
  const values = new Values();
  for (let value = 0; value < 5_000; value += 1) values.add(value);
  t.equal(values.all.length, 5_000);
  t.equal(values.all[4_999], 4_999);
});
