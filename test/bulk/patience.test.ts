/** Goal: waiting grows and stays bounded, and patience ends when nothing gets through, not before. */
import fc from 'fast-check';
import t from 'tap';
import { Patience, SERVER_BACK_OFF } from '../../src/bulk/patience.ts';
import { backOffMs } from '../../src/core/back-off.ts';
import { takeSeed } from '../house/seed.ts';

const GIVE_UP_AFTER_MS = 60_000;

function startPatience() {
  let nowMs = 1_000_000;
  const policy = { giveUpAfterMs: GIVE_UP_AFTER_MS, now: () => nowMs, random: () => 0 };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { patience: new Patience(policy), pass };
}

t.test('a delay lies between half and all of 0.5 s, 1 s, 2 s and so on up to 30 s', async (t) => {
  const seed = takeSeed(t);
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempt, random) => {
      const ceilingMs = Math.min(30_000, 500 * 2 ** (attempt - 1));
      const delayMs = backOffMs(attempt, SERVER_BACK_OFF, () => random);
      return Number.isInteger(delayMs) && delayMs >= ceilingMs / 2 && delayMs <= ceilingMs;
    }),
    { seed },
  );
  const delays = [1, 2, 3, 4, 7, 8, 1_000_000].map((attempt) =>
    backOffMs(attempt, SERVER_BACK_OFF, () => 0),
  );
  t.strictSame(delays, [250, 500, 1_000, 2_000, 15_000, 15_000, 15_000]);
});

t.test('who was never answered gives up after four delays', async (t) => {
  const { patience } = startPatience();
  const delays = [1, 2, 3, 4, 5].map((attempt) => patience.delayBefore(attempt));
  t.strictSame(delays, [250, 500, 1_000, 2_000, null]);
});

t.test('who was answered waits as long as the operator allows', async (t) => {
  const { patience, pass } = startPatience();
  patience.noteAnswer();
  t.ok(patience.delayBefore(1));
  pass(GIVE_UP_AFTER_MS);
  t.ok(patience.delayBefore(50), 'at the limit still');
  pass(1);
  t.equal(patience.delayBefore(51), null);
});

t.test('an answer without progress does not prolong the wait, progress does', async (t) => {
  const { patience, pass } = startPatience();
  patience.noteProgress();
  t.ok(patience.delayBefore(1));
  pass(GIVE_UP_AFTER_MS);
  patience.noteAnswer();
  pass(1);
  t.equal(patience.delayBefore(2), null);
  patience.noteProgress();
  t.ok(patience.delayBefore(3));
});

t.test('time in which nothing was sent is no time of waiting', async (t) => {
  const { patience, pass } = startPatience();
  patience.noteProgress();
  pass(10 * GIVE_UP_AFTER_MS);
  t.ok(patience.delayBefore(1), 'the first failure after a long quiet time');
  pass(GIVE_UP_AFTER_MS + 1);
  t.equal(patience.delayBefore(2), null);
});
