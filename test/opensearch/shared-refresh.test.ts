/** Goal: who asks sees what was written before, and never more than one refresh runs at a time. */
import t from 'tap';
import { SharedRefresh } from '../../src/opensearch/shared-refresh.ts';

/** Refreshes that end when they are told to. */
function heldRefresh() {
  const held: PromiseWithResolvers<number>[] = [];
  const shared = new SharedRefresh(() => {
    const one = Promise.withResolvers<number>();
    held.push(one);
    return one.promise;
  });
  return { held, shared };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

t.test('who comes while one runs waits for the next, together with all others', async (t) => {
  const { held, shared } = heldRefresh();
  const first = shared.run();
  const others = [shared.run(), shared.run(), shared.run()];
  await settle();
  t.equal(held.length, 1, 'one at a time');
  held[0]?.resolve(1);
  t.equal(await first, 1);
  await settle();
  t.equal(held.length, 2, 'what was written meanwhile is not in the first');
  const late = shared.run();
  held[1]?.resolve(2);
  t.strictSame(await Promise.all(others), [2, 2, 2]);
  await settle();
  t.equal(held.length, 3, 'and who came during the second gets a third');
  held[2]?.resolve(3);
  t.equal(await late, 3);
  void shared.run();
  t.equal(held.length, 4, 'after a pause it runs at once');
});

t.test('one that fails does not stop the next', async (t) => {
  const { held, shared } = heldRefresh();
  const first = shared.run();
  const second = shared.run();
  held[0]?.reject(new Error('lost'));
  await t.rejects(first, { message: 'lost' });
  await settle();
  held[1]?.resolve(2);
  t.equal(await second, 2);
});
