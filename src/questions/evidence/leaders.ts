/** The first of everybody by several cheap measures: whoever does anything to excess is among them. */
import type { Tally } from './tally.ts';

interface Measure {
  /** null: it is nobody's business by this measure. */
  readonly of: (tally: Tally) => number | null;
  /** So many of the first are looked at. */
  readonly count: number;
}

const from = (least: number, value: number): number | null => (value < least ? null : value);

/** Fewer are not worth a look: a person does so in a visit. */
const FILES_MIN = 30;
const REQUESTS_MIN = 30;

// biome-ignore format: a table, one row a measure
const MEASURES: readonly Measure[] = [
  { count: 60, of: ({ files }) => from(FILES_MIN, files) },
  { count: 40, of: ({ requests }) => from(REQUESTS_MIN, requests) },
  { count: 30, of: ({ bytes, requests }) => (requests < 2 ? null : bytes) },
];

/** Keeps the first by each measure while everybody goes by, in memory for those. */
export class Leaders {
  readonly #lists = MEASURES.map((measure) => ({
    measure,
    list: [] as Ranked[],
    least: -Infinity,
  }));

  /** `part`: of how many each measure takes. */
  readonly #part: number;

  constructor(part = 1) {
    this.#part = part;
  }

  add(tally: Tally): void {
    for (const each of this.#lists) {
      const value = each.measure.of(tally);
      if (value === null || value <= each.least) continue;
      each.list.push({ value, tally });
      const count = Math.ceil(each.measure.count * this.#part);
      if (each.list.length < 2 * count) continue;
      each.list = firstOf(each.list, count);
      each.least = each.list.at(-1)?.value ?? -Infinity;
    }
  }

  /** Each once. */
  all(): readonly Tally[] {
    const kept = this.#lists.flatMap(({ list, measure }) =>
      firstOf(list, Math.ceil(measure.count * this.#part)),
    );
    return [...new Map(kept.map(({ tally }) => [tally.name, tally])).values()];
  }
}

interface Ranked {
  readonly value: number;
  readonly tally: Tally;
}

/** Of equal ones those whose name comes first, so that the same records give the same answer. */
const firstOf = (list: readonly Ranked[], count: number): Ranked[] =>
  list
    .toSorted((a, b) => b.value - a.value || (a.tally.name < b.tally.name ? -1 : 1))
    .slice(0, count);
