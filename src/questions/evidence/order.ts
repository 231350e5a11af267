/** Whether files are asked for in the order of their names, as a list of them is gone through. */

/**
 * Kendall's tau-b of two sequences of the same length, with ties in both: −1 to 1, and 0 where all are
 * tied in one. `x` ascending. S3 has stamps of one second, so ties are the rule.
 *
 * Knight 1966: pairs out of order are counted while `y` is merge-sorted, n·log n in all.
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number {
  const count = x.length;
  const order = x.map((_, at) => at).sort((a, b) => at(x, a) - at(x, b) || at(y, a) - at(y, b));
  const [xs, ys] = [order.map((each) => at(x, each)), order.map((each) => at(y, each))];
  const pairs = (count * (count - 1)) / 2;
  const tiedX = tiedPairs(xs, (a, b) => at(xs, a) === at(xs, b));
  const tiedBoth = tiedPairs(xs, (a, b) => at(xs, a) === at(xs, b) && at(ys, a) === at(ys, b));
  const swaps = sortCountingSwaps(ys);
  const tiedY = tiedPairs(ys, (a, b) => at(ys, a) === at(ys, b));
  const root = Math.sqrt((pairs - tiedX) * (pairs - tiedY));
  return root === 0 ? 0 : (pairs - tiedX - tiedY + tiedBoth - 2 * swaps) / root;
}

const at = (values: readonly number[], index: number): number => values[index] ?? 0;

/** Pairs of neighbours that are equal, each run of them in full. */
function tiedPairs(values: readonly number[], isTied: (a: number, b: number) => boolean): number {
  let [pairs, run] = [0, 1];
  for (let index = 1; index <= values.length; index += 1) {
    if (index < values.length && isTied(index - 1, index)) run += 1;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  return pairs;
}

/** Sorts in place; resolves to the number of pairs that stood in the wrong order. */
function sortCountingSwaps(values: number[]): number {
  let swaps = 0;
  const merged = new Array<number>(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let low = 0; low < values.length; low += 2 * width) {
      const [middle, high] = [Math.min(low + width, values.length), Math.min(low + 2 * width, values.length)]; // biome-ignore format: one pair
      let [left, right] = [low, middle];
      for (let to = low; to < high; to += 1) {
        const takesLeft = left < middle && (right >= high || at(values, left) <= at(values, right));
        if (!takesLeft) swaps += middle - left;
        merged[to] = takesLeft ? at(values, left++) : at(values, right++);
      }
    }
    for (const [index, value] of merged.entries()) values[index] = value;
  }
  return swaps;
}

/** Digits count as numbers, so that `9.mp3` comes before `10.mp3`. */
const NATURAL = new Intl.Collator('en', { numeric: true });

/**
 * How much the first requests follow the names, 0 to 1: in the plain order or in that of people,
 * whichever fits better, forwards or backwards.
 */
export function followsNames(
  files: readonly { readonly key: string; readonly firstMs: number }[],
): number {
  const times = (sorted: typeof files): readonly number[] => sorted.map(({ firstMs }) => firstMs);
  const positions = files.map((_, index) => index);
  const plain = files.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const natural = files.toSorted((a, b) => NATURAL.compare(a.key, b.key));
  return Math.max(
    ...[plain, natural].map((sorted) => Math.abs(kendallTauB(positions, times(sorted)))),
  );
}
