/** What is usual in a population, and from where on a value is far from it. */

export interface Usual {
  /** Mean of the two middle values for an even count. */
  readonly median: number;
  /** Hardly anybody who belongs to the population has more. */
  readonly far: number;
}

/** A normal distribution has this many of its deviations in a median absolute deviation. */
const MAD_TO_SIGMA = 1.4826;
/** And reaches its 90th percentile after so many. */
const P90_SIGMAS = 1.2816;
/** One in 30,000 is further away. */
const FAR_SIGMAS = 4;
/** The tail of an honest population may be longer than that of a normal one, but not by more. */
const TAIL = 3;

/**
 * Of whole numbers of 1 and more, on their logarithms: what people do is spread so. Neither the median
 * nor the median deviation moves for a few who do a thousand times as much. Where most have the same
 * value that deviation is 0, and the 90th percentile stands for it. `least`: below that, nothing is far.
 */
export function usualOf(values: Float64Array, least: number): Usual {
  const ascending = values.toSorted();
  const logs = ascending.map((value) => Math.log(Math.max(1, value)));
  const middle = middleOf(logs);
  const deviation = middleOf(logs.map((value) => Math.abs(value - middle)).toSorted());
  const sigma =
    deviation > 0 ? deviation * MAD_TO_SIGMA : (percentile(logs, 90) - middle) / P90_SIGMAS;
  const normal = Math.exp(middle + FAR_SIGMAS * sigma);
  const tail = TAIL * percentile(ascending, 99);
  return { median: middleOf(ascending), far: Math.max(least, Math.min(normal, tail)) };
}

function middleOf(ascending: Float64Array): number {
  const { length } = ascending;
  const [low, high] = [(length - 1) >> 1, length >> 1];
  return length === 0 ? 0 : ((ascending[low] ?? 0) + (ascending[high] ?? 0)) / 2;
}

/** By nearest rank. */
const percentile = (ascending: Float64Array, percent: number): number =>
  ascending[Math.max(0, Math.ceil((percent * ascending.length) / 100) - 1)] ?? 0;

/** Values of a population whose size is not known before. */
export class Values {
  #values = new Float64Array(1_024);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  get all(): Float64Array {
    return this.#values.subarray(0, this.#count);
  }
}
