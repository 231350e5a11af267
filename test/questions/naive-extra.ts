/** Metrics that only a question by them has, counted from the documents in the plainest way. */
import type { Document } from './memory-values.ts';

/** null: no record has a value. */
export type Extra = number | string | null;

const numbers = (some: readonly Document[], field: string): readonly number[] =>
  some.flatMap(({ [field]: value }) => (value === undefined ? [] : [Number(value)]));

const pick = (values: readonly number[], at: number): number | null =>
  values.toSorted((a, b) => a - b).at(at) ?? null;

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const times = (some: readonly Document[]): readonly number[] =>
  some.map((document) => Date.parse(String(document['@timestamp'])));

const iso = (timeMs: number | null): string | null =>
  timeMs === null ? null : new Date(timeMs).toISOString();

const errorsOf = (some: readonly Document[]): number =>
  numbers(some, 'http_status').filter((status) => status >= 400).length;

const UPLOADS = ['REST.PUT.OBJECT', 'REST.PUT.PART', 'REST.POST.OBJECT'];

const uploadedOf = (some: readonly Document[]): number =>
  numbers(
    some.filter(
      ({ operation, http_status: status }) =>
        UPLOADS.includes(String(operation)) && Number(status) >= 200 && Number(status) < 400,
    ),
    'object_size',
  ).reduce((sum, size) => sum + size, 0);

type Naive = (some: readonly Document[]) => Extra;

/** The value at position ceil(p × n) of the sorted ones. */
const percentile =
  (field: string, percent: number): Naive =>
  (some) => {
    const values = numbers(some, field);
    return values.length === 0
      ? null
      : pick(values, Math.ceil((percent * values.length) / 100) - 1);
  };

const timesOf = (name: string, field: string): Readonly<Record<string, Naive>> => ({
  [`${name}-avg`]: (some) => mean(numbers(some, field)),
  [`${name}-p50`]: percentile(field, 50),
  [`${name}-p95`]: percentile(field, 95),
  [`${name}-p99`]: percentile(field, 99),
  [`${name}-max`]: (some) => pick(numbers(some, field), -1),
});

/** By the names of the metrics. */
export const NAIVE_EXTRAS: Readonly<Record<string, Naive>> = {
  errors: errorsOf,
  'error-rate': (some) => (some.length === 0 ? null : errorsOf(some) / some.length),
  uploaded: uploadedOf,
  'object-size-avg': (some) => mean(numbers(some, 'object_size')),
  'object-size-max': (some) => pick(numbers(some, 'object_size'), -1),
  ...timesOf('total-time', 'total_time'),
  ...timesOf('turn-around-time', 'turn_around_time'),
  first: (some) => iso(pick(times(some), 0)),
  last: (some) => iso(pick(times(some), -1)),
};

const points = (name: string): string =>
  [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');

export interface ExtraRow {
  readonly name: string;
  readonly value: Extra;
}

/** Those without a value last, whatever the order; ties by code point. */
export function rankByExtra(
  documents: readonly Document[],
  { field, by, order }: { readonly field: string; readonly by: string; readonly order: string },
): readonly ExtraRow[] {
  const groups = Map.groupBy(documents, (document) => document[field]);
  const sign = order === 'asc' ? 1 : -1;
  const weigh = ({ value }: ExtraRow): number =>
    typeof value === 'string' ? Date.parse(value) : Number(value);
  return [...groups]
    .filter(([name]) => name !== undefined)
    .map(([name, some]) => ({ name: String(name), value: NAIVE_EXTRAS[by]?.(some) ?? null }))
    .sort((a, b) => {
      const isLast = Number(a.value === null) - Number(b.value === null);
      const difference = a.value === null ? 0 : sign * (weigh(a) - weigh(b));
      return isLast || difference || (points(a.name) < points(b.name) ? -1 : 1);
    });
}
