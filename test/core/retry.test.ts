/** Goal: one attempt after the other, a pause between two and nowhere else, and an end. */
import t from 'tap';
import { againAfter, final, retry } from '../../src/core/retry.ts';

function watch() {
  const seen: string[] = [];
  const sleep = async (delayMs: number): Promise<void> => {
    seen.push(`${delayMs} ms`);
  };
  return { seen, sleep };
}

t.test('what is final at once is not tried again', async (t) => {
  const { seen, sleep } = watch();
  t.equal(await retry(async (count) => final(count), sleep), 1);
  t.strictSame(seen, []);
});

t.test('each attempt waits for the pause before it, as long as the one before asked', async (t) => {
  const { seen, sleep } = watch();
  const value = await retry(async (count) => {
    seen.push(`attempt ${count}`);
    return count < 3 ? againAfter(count * 100) : final('done');
  }, sleep);
  t.equal(value, 'done');
  t.strictSame(seen, ['attempt 1', '100 ms', 'attempt 2', '200 ms', 'attempt 3']);
});

t.test('an attempt that throws is the last', async (t) => {
  const { seen, sleep } = watch();
  const failing = retry(async (count) => {
    if (count === 2) throw new Error('given up');
    return againAfter(7);
  }, sleep);
  await t.rejects(failing, { message: 'given up' });
  t.strictSame(seen, ['7 ms']);
});
