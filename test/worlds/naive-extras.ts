/** Metrics that only a question by them has, counted from planned requests. It imports nothing from src. */
import type { PlannedRequest } from '../../samples/maker/request.ts';

type Numbers = (records: readonly PlannedRequest[]) => number | null;

/** In the order of the table: how each is counted, and how its value is shown. */
export interface NaiveExtra {
  readonly key: string;
  readonly count: Numbers;
  /** Of an estimate. */
  readonly errorMax?: number;
  readonly isTime?: true;
}

const valuesOf = (
  records: readonly PlannedRequest[],
  field: 'objectSize' | 'totalMs' | 'turnAroundMs' | 'status',
): readonly number[] => records.flatMap(({ [field]: value }) => (value === null ? [] : [value]));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length;
const greatest = (values: readonly number[]): number | null =>
  values.reduce<number | null>((most, value) => Math.max(most ?? value, value), null);

const errorsIn = (records: readonly PlannedRequest[]): number =>
  valuesOf(records, 'status').filter((status) => status >= 400).length;

const isUpload = ({ operation, status }: PlannedRequest): boolean =>
  /^REST\.(PUT\.OBJECT|PUT\.PART|POST\.OBJECT)$/.test(operation) &&
  status !== null &&
  status >= 200 &&
  status < 400;

/** Nearest rank: position ceil(p × n) of the sorted values, in whole numbers. */
const atRank =
  (field: 'totalMs' | 'turnAroundMs', percent: number): Numbers =>
  (records) => {
    const ascending = valuesOf(records, field).toSorted((a, b) => a - b);
    return ascending[Math.floor((percent * ascending.length + 99) / 100) - 1] ?? null;
  };

const timesMs = (records: readonly PlannedRequest[]): readonly number[] =>
  records.map(({ timeS }) => timeS * 1_000);

const ESTIMATE = { errorMax: 0.01 } as const;

function timing(name: string, key: string, field: 'totalMs' | 'turnAroundMs') {
  return {
    [`${name}-avg`]: { key: `${key}Avg`, count: (some) => mean(valuesOf(some, field)) },
    [`${name}-p50`]: { key: `${key}P50`, count: atRank(field, 50), ...ESTIMATE },
    [`${name}-p95`]: { key: `${key}P95`, count: atRank(field, 95), ...ESTIMATE },
    [`${name}-p99`]: { key: `${key}P99`, count: atRank(field, 99), ...ESTIMATE },
    [`${name}-max`]: { key: `${key}Max`, count: (some) => greatest(valuesOf(some, field)) },
  } satisfies Readonly<Record<string, NaiveExtra>>;
}

export const NAIVE_EXTRAS: Readonly<Record<string, NaiveExtra>> = {
  errors: { key: 'errors', count: errorsIn },
  'error-rate': {
    key: 'errorRate',
    count: (some) => (some.length === 0 ? null : errorsIn(some) / some.length),
  },
  uploaded: {
    key: 'uploaded',
    count: (some) => sum(valuesOf(some.filter(isUpload), 'objectSize')),
  },
  'object-size-avg': { key: 'objectSizeAvg', count: (some) => mean(valuesOf(some, 'objectSize')) },
  'object-size-max': {
    key: 'objectSizeMax',
    count: (some) => greatest(valuesOf(some, 'objectSize')),
  },
  ...timing('total-time', 'totalTime', 'totalMs'),
  ...timing('turn-around-time', 'turnAroundTime', 'turnAroundMs'),
  first: {
    key: 'first',
    count: (some) => timesMs(some).reduce<number | null>((a, b) => Math.min(a ?? b, b), null),
    isTime: true,
  },
  last: { key: 'last', count: (some) => greatest(timesMs(some)), isTime: true },
};

/** As an answer has it; an estimate as what it must be near. */
export function showExtra(value: number | null, { errorMax, isTime }: NaiveExtra): unknown {
  if (value === null) return null;
  if (errorMax !== undefined) return { near: value, errorMax };
  return isTime === true ? new Date(value).toISOString() : value;
}
