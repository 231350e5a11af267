/** The question "how do the top users compare with the average user", over the whole population. */
import { rawValueOf, unitOf } from './metric-table.ts';
import type { GroupQuestion, SearchPort } from './question.ts';
import { compareRanked } from './rank.ts';
import { readGroups } from './read-groups.ts';
import { describePopulation, type Population, shareBelow } from './statistics.ts';
import { type Exactness, exactnessOf } from './top.ts';

export interface CompareRow {
  readonly name: string;
  readonly value: number;
  /** Of the population's total, 0 to 1. */
  readonly share: number;
  readonly timesMean: number;
  /** null where the median is 0. */
  readonly timesMedian: number | null;
  /** Share of the population below this row. */
  readonly percentile: number;
}

export interface CompareAnswer extends Exactness {
  readonly question: 'compare';
  readonly dimension: string;
  readonly by: string;
  readonly from: string | null;
  readonly to: string | null;
  /** All distinct users in the range; records without one are left out. */
  readonly population: Population;
  /** The rows shown, together. */
  readonly top: {
    readonly count: number;
    readonly total: number;
    readonly mean: number;
    readonly share: number;
  };
  readonly rows: readonly CompareRow[];
}

export async function answerCompare(
  question: GroupQuestion,
  port: SearchPort,
): Promise<CompareAnswer> {
  const groups = await readGroups(question, port);
  const { dimension, by, scope } = question;
  const unit = unitOf(by);
  const ranked = [...groups.byName].map(([name, raw]) => ({ name, value: rawValueOf(raw, by) }));
  ranked.sort(compareRanked);
  const ascending = ranked.map(({ value }) => value).reverse();
  const population = describePopulation(ascending, unit);
  const shown = ranked.slice(0, question.limit);
  const sum = (values: readonly { readonly value: number }[]): number =>
    values.reduce((total, { value }) => total + value, 0);
  const all = sum(ranked);
  const top = sum(shown);
  const shareOf = (value: number): number => (all === 0 ? 0 : value / all);
  return {
    question: 'compare',
    dimension: dimension.name,
    by: by.name,
    from: scope.from,
    to: scope.to,
    population,
    top: {
      count: shown.length,
      total: top / unit,
      mean: shown.length === 0 ? 0 : top / shown.length / unit,
      share: shareOf(top),
    },
    rows: shown.map(({ name, value }) => ({
      name,
      value: value / unit,
      share: shareOf(value),
      timesMean: population.mean === 0 ? 0 : value / unit / population.mean,
      timesMedian: population.median === 0 ? null : value / unit / population.median,
      percentile: shareBelow(ascending, value),
    })),
    ...exactnessOf(groups),
  };
}
