/** Goal: the order of access is measured as Kendall's tau-b measures it, ties and all. */
import t from 'tap';
import { followsNames, kendallTauB } from '../../../src/questions/evidence/order.ts';

/** By its definition, a pair at a time. */
function naiveTauB(x: readonly number[], y: readonly number[]): number {
  let [alike, unlike, tiedX, tiedY] = [0, 0, 0, 0];
  for (const [i, xi] of x.entries())
    for (let j = 0; j < i; j += 1) {
      const [dx, dy] = [Math.sign(xi - (x[j] ?? 0)), Math.sign((y[i] ?? 0) - (y[j] ?? 0))];
      if (dx * dy > 0) alike += 1;
      else if (dx * dy < 0) unlike += 1;
      else {
        if (dx === 0) tiedX += 1;
        if (dy === 0) tiedY += 1;
      }
    }
  const pairs = (x.length * (x.length - 1)) / 2;
  const root = Math.sqrt((pairs - tiedX) * (pairs - tiedY));
  return root === 0 ? 0 : (alike - unlike) / root;
}

t.test('tau-b equals its definition over sequences with many ties', async (t) => {
  let state = 7;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  for (let length = 0; length < 60; length += 1) {
    const x = Array.from({ length }, () => random() % 9);
    const y = Array.from({ length }, () => random() % 5);
    t.ok(Math.abs(kendallTauB(x, y) - naiveTauB(x, y)) < 1e-12, `${length} values`);
  }
});

t.test('the same order is 1, the reverse −1, and a second that holds all of them 0', async (t) => {
  t.equal(kendallTauB([1, 2, 3, 4], [10, 20, 30, 40]), 1);
  t.equal(kendallTauB([1, 2, 3, 4], [40, 30, 20, 10]), -1);
  t.equal(kendallTauB([1, 2, 3, 4], [5, 5, 5, 5]), 0);
});

t.test('a list without leading zeros is in order too, and so is one from its end', async (t) => {
  const files = Array.from({ length: 120 }, (_, at) => ({ key: `${at + 1}.mp3`, firstMs: at }));
  t.equal(followsNames(files), 1);
  t.equal(followsNames(files.map(({ key, firstMs }) => ({ key, firstMs: -firstMs }))), 1);
});

t.test('what is asked for in no order hardly follows the names', async (t) => {
  const files = Array.from({ length: 200 }, (_, at) => ({
    key: String(at).padStart(3, '0'),
    firstMs: (at * 7_919) % 200,
  }));
  t.ok(followsNames(files) < 0.3);
});
