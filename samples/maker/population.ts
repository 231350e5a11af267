/**
 * What is said about all consumers together: mean, median, percentiles by nearest rank, and the Gini
 * coefficient (0 where all take the same, towards 1 where one takes everything).
 */
export interface Population {
  readonly count: number;
  readonly total: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly gini: number;
}

export function describePopulation(values: readonly number[]): Population {
  const ascending = values.toSorted((a, b) => a - b);
  const count = ascending.length;
  const total = ascending.reduce((sum, value) => sum + value, 0);
  const valueAt = (position: number) => ascending[position - 1] ?? 0;
  const median = (valueAt(Math.ceil((count + 1) / 2)) + valueAt(Math.floor((count + 1) / 2))) / 2;
  // The largest term, 8 × 10¹¹ bytes × 1,300 places, and the sum of all stay exact below 2⁵³.
  const weighted = ascending.reduce(
    (sum, value, index) => sum + (2 * (index + 1) - count - 1) * value,
    0,
  );
  return {
    count,
    total,
    mean: total / count,
    median,
    p90: valueAt(Math.ceil(0.9 * count)),
    p99: valueAt(Math.ceil(0.99 * count)),
    max: valueAt(count),
    gini: weighted / (count * total),
  };
}
