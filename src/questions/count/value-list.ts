/** Values of a population of unknown size, in 8 bytes each: growing copies nothing. */
import { TamarinError } from '../../core/error.ts';

/** 800 MB. Only addresses are reserved for it; memory is taken as it fills. */
const VALUES_MAX = 100_000_000;
const VALUE_BYTES = Float64Array.BYTES_PER_ELEMENT;
const GROWTH_VALUES = 65_536;

export class ValueList {
  readonly #buffer = new ArrayBuffer(0, { maxByteLength: VALUES_MAX * VALUE_BYTES });
  /** Grows with its buffer. */
  readonly #values = new Float64Array(this.#buffer);
  #count = 0;

  /** @throws TamarinError `question_too_large` beyond 100 million values */
  add(value: number): void {
    if (this.#count === this.#values.length) this.#grow();
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  /** All values in place; nothing may be added afterwards. */
  sortAscending(): Float64Array {
    return new Float64Array(this.#buffer, 0, this.#count).sort();
  }

  #grow(): void {
    if (this.#count >= VALUES_MAX) {
      throw new TamarinError('question_too_large', `There are more than ${VALUES_MAX} groups.`, {
        hint: 'Choose a shorter range (--from, --to), or a coarser dimension: network instead of ip.',
      });
    }
    this.#buffer.resize(Math.min(VALUES_MAX, this.#count + GROWTH_VALUES) * VALUE_BYTES);
  }
}
