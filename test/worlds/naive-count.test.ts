/**
 * Goal: the naive counter agrees with the answer key of the samples, which is counted by other
 * code.
 */
import t from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import { readAnswerKey } from '../support/samples.ts';
import { differences } from './differences.ts';
import { METRICS } from './naive-metrics.ts';
import { defineWorld } from './world.ts';
import { countOf } from './world-count.ts';

const key = readAnswerKey();
const { records } = makePlan();
const count = countOf(defineWorld({ name: 'samples', objects: [{ name: 'all', records }] }));

for (const dimension of ['ip', 'key', 'agent'] as const) {
  t.test(`top ${dimension}`, async (t) => {
    const answer = count.top(dimension, 'bytes', Number.POSITIVE_INFINITY);
    t.strictSame(differences(answer, { totals: key.totals, ...key.top[dimension] }), []);
  });
}

for (const by of METRICS.filter((name) => name !== 'full-downloads')) {
  t.test(`compare ip by ${by}`, async (t) => {
    const { population } = count.compare('ip', by, 10);
    t.strictSame(differences(population, key.compare.ip[by]), []);
  });
}

t.test('timeline by month', async (t) => {
  const { rows } = count.timeline('month');
  t.strictSame(
    Object.fromEntries(rows.map(({ time, requests }) => [time.slice(0, 7), requests])),
    key.recordsByMonth,
  );
});

t.test('a difference is found', async (t) => {
  t.strictSame(differences({ bytes: 1, more: 2 }, { bytes: 1 }), []);
  t.strictSame(differences({ rows: [{ share: 0.1 + 0.2 }] }, { rows: [{ share: 0.3 }] }), []);
  const estimate = { distinct: { value: 103, exact: false } };
  t.strictSame(differences(estimate, { distinct: { value: 100 } }), []);
  for (const [got, want] of [
    [estimate, { distinct: { value: 50 } }],
    [{ distinct: { value: 103, exact: true } }, { distinct: { value: 100 } }],
    [{ bytes: 1_000_000_000_001 }, { bytes: 1_000_000_000_000 }],
    [{ share: 0.300_000_000_001 }, { share: 0.3 }],
    [{ rows: [] }, { rows: [{ name: 'a' }] }],
    [{ rows: [{ name: 'a' }] }, { rows: [] }],
    [{ exact: false }, { exact: true }],
    [{}, { exact: true }],
    [{ timesMedian: 0 }, { timesMedian: null }],
  ])
    t.equal(differences(got, want).length, 1, JSON.stringify(got));
});
