/** Goal: a week, month or day of which a part is not asked about, or not there, is called a part. */
import t from 'tap';
import { offsetsOf } from '../../../src/core/zone-time.ts';
import { INTERVAL_TABLE } from '../../../src/questions/ask/interval-table.ts';
import { isPartOfInterval } from '../../../src/questions/timeline/edges.ts';

const ms = (iso: string): number => Date.parse(iso);

/** Records from noon on 7 January to the evening of 28 February, unless told otherwise. */
function isPart(
  name: string,
  time: string,
  bounds: { from?: string; to?: string; zone?: string } = {},
) {
  const interval = INTERVAL_TABLE.find((each) => each.name === name);
  if (interval === undefined) throw new Error(name);
  const { from, to, zone = 'UTC' } = bounds;
  const reach = {
    fromMs: from === undefined ? null : ms(from),
    toMs: to === undefined ? null : ms(to),
    firstMs: ms('2026-01-07T12:00:00Z'),
    lastMs: ms('2026-02-28T20:00:00Z'),
  };
  return isPartOfInterval(ms(time), reach, interval, offsetsOf(zone));
}

t.test('a bound within a row makes it a part, one at its edge does not', async (t) => {
  t.equal(isPart('day', '2026-02-01T00:00Z', { from: '2026-02-01T00:00Z', to: '2026-02-02T00:00Z' }), false); // biome-ignore format: one call
  t.equal(isPart('day', '2026-02-01T00:00Z', { from: '2026-02-01T00:01Z' }), true);
  t.equal(isPart('hour', '2026-02-01T05:00Z', { to: '2026-02-01T05:59Z' }), true);
  t.equal(isPart('week', '2026-02-02T00:00Z', { to: '2026-02-09T00:00Z' }), false);
  t.equal(isPart('week', '2026-02-02T00:00Z', { to: '2026-02-08T00:00Z' }), true);
  t.equal(isPart('month', '2026-02-01T00:00Z', { to: '2026-03-01T00:00Z' }), false);
  t.equal(isPart('month', '2026-02-01T00:00Z', { to: '2026-02-28T00:00Z' }), true);
});

t.test(
  'without bounds, a whole day that lies outside the records makes weeks and months parts',
  async (t) => {
    t.equal(isPart('week', '2026-01-05T00:00Z'), true);
    t.equal(isPart('month', '2026-01-01T00:00Z'), true);
    t.equal(isPart('month', '2026-02-01T00:00Z'), false, 'its last day is quiet in the evening');
    t.equal(isPart('week', '2026-02-23T00:00Z'), true, 'Sunday, 1 March, has none');
    t.equal(
      isPart('day', '2026-01-07T00:00Z'),
      false,
      'the first record of a day may come at noon',
    );
  },
);

t.test('days of 23 and 25 hours are whole', async (t) => {
  const zone = 'Europe/Berlin';
  t.equal(isPart('day', '2026-03-28T23:00Z', { to: '2026-03-29T22:00Z', zone }), false);
  t.equal(isPart('day', '2026-03-28T23:00Z', { to: '2026-03-29T21:00Z', zone }), true);
  t.equal(isPart('month', '2026-02-28T23:00Z', { to: '2026-03-31T22:00Z', zone }), false);
});
