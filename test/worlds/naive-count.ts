/**
 * The naive counter: what `top`, `compare` and `timeline` must say, counted from the plan alone. It
 * reads no line and imports nothing from src.
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { type DimensionName, NAIVE_DIMENSIONS, type Surroundings } from './naive-dimensions.ts';
import { filterNaively, type RawQuestion, scopeOf } from './naive-filters.ts';
import { type FoldName, isFoldName, NAIVE_FOLDS } from './naive-folds.ts';
import {
  addRecord,
  type Counts,
  countRecords,
  type MetricName,
  noCounts,
  showCounts,
} from './naive-metrics.ts';
import { periodNaively } from './naive-period.ts';
import { comparePopulation } from './naive-statistics.ts';
import { timelineNaively } from './naive-timeline.ts';
import type { Interval } from './world.ts';

interface Groups {
  readonly byName: ReadonlyMap<string, Counts>;
  readonly missing: Counts;
}

interface Ranked {
  readonly name: string;
  readonly counts: Counts;
}

/** Remembers what it has grouped and sorted: thousands of questions differ only in their limit. */
export class NaiveCount {
  readonly #records: readonly PlannedRequest[];
  readonly #surroundings: Surroundings;
  readonly #remembered = new Map<string, unknown>();

  constructor(records: readonly PlannedRequest[], surroundings: Surroundings) {
    this.#records = records;
    this.#surroundings = surroundings;
  }

  top(dimension: DimensionName | FoldName, by: MetricName, limit: number, raw: RawQuestion = {}) {
    const { missing } = this.#groups(dimension, raw);
    const totals = this.#totals(raw);
    const ranked = this.#ranked(dimension, by, raw);
    const shareOf = (value: number): number => (totals[by] === 0 ? 0 : value / totals[by]);
    let cumulative = 0;
    const rows = ranked.slice(0, limit).map(({ name, counts }) => {
      cumulative += counts[by];
      return {
        name,
        ...showCounts(counts),
        share: shareOf(counts[by]),
        cumulativeShare: shareOf(cumulative),
      };
    });
    return {
      question: 'top',
      dimension,
      by,
      totals: showCounts(totals),
      missing: showCounts(missing),
      distinct: { value: ranked.length },
      rows,
      exact: true,
      period: this.#period(raw),
    };
  }

  compare(
    dimension: DimensionName | FoldName,
    by: MetricName,
    limit: number,
    raw: RawQuestion = {},
  ) {
    const ranked = this.#ranked(dimension, by, raw);
    const groups = ranked.map(({ name, counts }) => ({ name, value: counts[by] }));
    const compared = comparePopulation(groups, by, limit);
    return {
      question: 'compare',
      dimension,
      by,
      ...compared,
      exact: true,
      period: this.#period(raw),
    };
  }

  timeline(interval: Interval, raw: RawQuestion = {}) {
    const rows = timelineNaively(this.#chosen(raw), interval);
    return { question: 'timeline', interval, rows, exact: true, period: this.#period(raw) };
  }

  #chosen(raw: RawQuestion): readonly PlannedRequest[] {
    return this.#remember(['chosen', scopeOf(raw)], () =>
      filterNaively(this.#records, scopeOf(raw), this.#surroundings),
    );
  }

  #period(raw: RawQuestion) {
    return this.#remember(['period', scopeOf(raw)], () => periodNaively(this.#chosen(raw)));
  }

  #totals(raw: RawQuestion): Counts {
    return this.#remember(['totals', scopeOf(raw)], () => countRecords(this.#chosen(raw)));
  }

  #groups(dimension: DimensionName | FoldName, raw: RawQuestion): Groups {
    return this.#remember(['groups', scopeOf(raw), dimension], () => {
      const [byName, missing] = [new Map<string, Counts>(), noCounts()];
      for (const record of this.#chosen(raw)) {
        const name = isFoldName(dimension)
          ? NAIVE_FOLDS[dimension].nameOf(record)
          : NAIVE_DIMENSIONS[dimension].nameOf(record, this.#surroundings);
        const counts = name === null ? missing : (byName.get(name) ?? noCounts());
        if (name !== null) byName.set(name, counts);
        addRecord(counts, record);
      }
      return { byName, missing };
    });
  }

  #ranked(
    dimension: DimensionName | FoldName,
    by: MetricName,
    raw: RawQuestion,
  ): readonly Ranked[] {
    return this.#remember(['ranked', scopeOf(raw), dimension, by], () =>
      [...this.#groups(dimension, raw).byName]
        .map(([name, counts]) => ({ name, counts }))
        .sort((a, b) => b.counts[by] - a.counts[by] || compareCodePoints(a.name, b.name)),
    );
  }

  #remember<T>(key: readonly unknown[], make: () => T): T {
    const text = JSON.stringify(key);
    const value = this.#remembered.get(text) ?? make();
    this.#remembered.set(text, value);
    return value as T; // each key begins with what its value is
  }
}

/** From here on UTF-16 units are not in the order of the characters that they write. */
const FIRST_SURROGATE = /[\ud800-\uffff]/;

function compareCodePoints(a: string, b: string): number {
  if (!FIRST_SURROGATE.test(a) || !FIRST_SURROGATE.test(b)) return a < b ? -1 : 1;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
