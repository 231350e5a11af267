/**
 * What a command must answer, counted naively from planned requests: each kind of question as its
 * documentation defines it. Shares nothing with src.
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { Document } from '../questions/memory-values.ts';
import { naiveAmount, naiveCost } from '../questions/naive-money.ts';
import {
  isDimensionName,
  NAIVE_DIMENSIONS,
  parameterOf,
  type Surroundings,
} from '../worlds/naive-dimensions.ts';
import { NAIVE_EXTRAS, showExtra } from '../worlds/naive-extras.ts';
import { filterNaively, type RawQuestion, scopeOf } from '../worlds/naive-filters.ts';
import { isFoldName, NAIVE_FOLDS } from '../worlds/naive-folds.ts';
import { countRecords, METRICS, showCounts } from '../worlds/naive-metrics.ts';
import { naiveTuples } from '../worlds/naive-tuples.ts';

export interface Command {
  readonly question: string;
  /** What stands without a flag. */
  readonly argument: string | null;
  readonly flags: Readonly<Record<string, readonly string[]>>;
}

/** `args`: as the shell hands them on, each flag with a value. */
export function readCommand(args: readonly string[]): Command {
  const [question = '', ...rest] = args;
  const argument = rest[0] === undefined || rest[0].startsWith('--') ? null : rest[0];
  const words = argument === null ? rest : rest.slice(1);
  const flags: Record<string, string[]> = {};
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at]?.slice(2) ?? '';
    flags[name] = [...(flags[name] ?? []), words[at + 1] ?? ''];
  }
  return { question, argument, flags };
}

const UNITS = { KB: 1e3, MB: 1e6, GB: 1e9, s: 1e3 } as const;

/** Bounds in bytes and milliseconds, as the naive filters take them. */
const inUnits = (flags: Command['flags']): RawQuestion =>
  Object.fromEntries(
    Object.entries(flags).map(([name, values]) => {
      if (!/-(?:over|under)$/.test(name)) return [name, values];
      const plain = values.map((value) => {
        const [, digits, unit] = /^(\d+)(KB|MB|GB|s)$/.exec(value) ?? [];
        return String(Number(digits) * UNITS[unit as keyof typeof UNITS]); // one of the four
      });
      return [name, plain];
    }),
  );

type Records = readonly PlannedRequest[];

/** Fields that the answer must have; more are no difference. */
export function answerNaively(
  { question, argument, flags }: Command,
  records: Records,
  surroundings: Surroundings,
): object {
  if (question === 'bill') {
    const [month = ''] = flags.month ?? [];
    const { show } = costMetric(records, surroundings);
    return show(records.filter((record) => monthOf(record) === month));
  }
  const chosen = filterNaively(records, scopeOf(inUnits(flags)), surroundings);
  const by =
    flags.by?.[0] === 'cost'
      ? costMetric(records, surroundings)
      : findMetric(flags.by?.[0] ?? 'bytes', surroundings);
  const limit = Number(flags.limit?.[0] ?? 10);
  switch (question) {
    case 'top': {
      const order = flags.order?.[0] ?? 'desc';
      const nameOf = namer(argument ?? '', flags.tz?.[0], surroundings);
      return top(chosen, { by, limit, order, nameOf });
    }
    case 'timeline':
      return timeline(chosen, {
        by,
        seconds: SECONDS[flags.interval?.[0] ?? 'day'] ?? Number.NaN,
        partOf:
          flags.split === undefined ? null : namer(flags.split[0] ?? '', undefined, surroundings),
      });
    case 'growth': {
      const { from = [], to = [], vs = [], ...filters } = flags;
      const [begin = '', end = ''] = vs[0]?.split('..') ?? [];
      const within = (range: RawQuestion) => filterNaively(records, { ...scopeOf(inUnits(filters)), ...range }, surroundings); // biome-ignore format: one rule
      const nameOf = namer(argument ?? 'ip', undefined, surroundings);
      return growth(within({ from, to }), within({ from: begin, to: end }), { by, limit, nameOf });
    }
    case 'compare':
      return compare(chosen, { by, nameOf: namer(argument ?? 'ip', undefined, surroundings) });
    case 'client': {
      const own = chosen.filter((record) => isClient(record, argument ?? '', surroundings));
      return { totals: by.show(own) };
    }
    case 'records':
      return { requestIds: chosen.flatMap(({ requestId }) => requestId ?? []).sort() };
    default:
      throw new Error(`The naive count has no question "${question}"`);
  }
}

type NameOf = (record: PlannedRequest) => string | null;

/** Of a combination the names as JSON: no value of a log can look like a border. */
function namer(dimension: string, tz: string | undefined, surroundings: Surroundings): NameOf {
  const parts = dimension.split(',').map((name): NameOf => {
    if (isFoldName(name) && tz === undefined) return NAIVE_FOLDS[name].nameOf;
    const zoned = Object.values(NAIVE_FOLDS).find(
      ({ raw }) => raw.dimension === name && 'tz' in raw && raw.tz === tz,
    );
    if (zoned !== undefined) return zoned.nameOf;
    if (name.startsWith('param:')) {
      const parameter = parameterOf(name.slice('param:'.length));
      return (record) => parameter(record, surroundings);
    }
    if (!isDimensionName(name)) throw new Error(`The naive count has no dimension "${name}"`);
    return (record) => NAIVE_DIMENSIONS[name].nameOf(record, surroundings);
  });
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return (record) => {
    const names = parts.map((nameOf) => nameOf(record));
    return names.includes(null) ? null : JSON.stringify(names);
  };
}

/** How it is counted, and how its values are shown. */
interface Metric {
  /** null: the records have no value of it. */
  readonly count: (records: Records) => number | null;
  readonly show: (records: Records) => object;
  readonly isEstimate: boolean;
}

/** Of all records of a month what a byte costs; `all`: the whole log. */
function costMetric(all: Records, surroundings: Surroundings): Metric {
  const documents = new Map(all.map((record) => [record, priced(record, surroundings)]));
  const whole = [...documents.values()];
  const costOf = (some: Records) =>
    naiveCost(
      some.map((record) => documents.get(record) ?? {}),
      whole,
    );
  return {
    count: (some) => Number(naiveAmount(costOf(some))),
    show: (some) => ({ cost: { amount: naiveAmount(costOf(some)), currency: 'USD' } }),
    isEstimate: false,
  };
}

const monthOf = ({ timeS }: PlannedRequest): string =>
  new Date(timeS * 1_000).toISOString().slice(0, 'yyyy-mm'.length);

/** What of a record decides its price. */
function priced(record: PlannedRequest, surroundings: Surroundings): Document {
  const origin = NAIVE_DIMENSIONS.origin.nameOf(record, surroundings);
  return {
    '@timestamp': new Date(record.timeS * 1_000).toISOString(),
    bucket: record.bucket,
    bucket_owner: record.bucketOwner,
    operation: record.operation,
    bytes_sent: record.bytesSent ?? 0,
    ...(record.status === null ? {} : { http_status: record.status }),
    ...(record.errorCode === null ? {} : { error_code: record.errorCode }),
    ...(record.requester === null ? {} : { requester: record.requester }),
    ...(origin === null ? {} : { origin }),
  };
}

function findMetric(name: string, surroundings: Surroundings): Metric {
  const basic = METRICS.find((each) => each === name);
  const showBasic = (records: Records): object => showCounts(countRecords(records));
  if (basic !== undefined)
    return { count: (some) => countRecords(some)[basic], show: showBasic, isEstimate: false };
  const extra = { ...NAIVE_EXTRAS, ...naiveTuples(surroundings) }[name];
  if (extra === undefined) throw new Error(`The naive count has no metric "${name}"`);
  return {
    count: extra.count,
    show: (some) => ({ ...showBasic(some), [extra.key]: showExtra(extra.count(some), extra) }),
    isEstimate: extra.errorMax !== undefined,
  };
}

interface Asked {
  readonly by: Metric;
  readonly limit: number;
  readonly order: string;
  readonly nameOf: NameOf;
}

function top(records: Records, { by, limit, order, nameOf }: Asked): object {
  const groups = Map.groupBy(records, nameOf);
  const about = { totals: by.show(records), missing: by.show(groups.get(null) ?? []) };
  // Estimates may stand in another order than what they estimate.
  if (by.isEstimate) return about;
  const sign = order === 'asc' ? 1 : -1;
  const ranked = [...groups].flatMap(([name, some]) =>
    name === null ? [] : [{ name, some, value: by.count(some) }],
  );
  ranked.sort((a, b) =>
    a.value === null || b.value === null || a.value === b.value
      ? Number(a.value === null) - Number(b.value === null) || byCodePoint(a.name, b.name)
      : sign * (a.value - b.value),
  );
  const rows = ranked
    .slice(0, limit)
    .map(({ name, some }) => ({ ...named(name), ...by.show(some) }));
  return { ...about, rows };
}

const named = (name: string): object =>
  name.startsWith('["') ? { names: JSON.parse(name) } : { name };

const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

function compare(records: Records, { by, nameOf }: Pick<Asked, 'by' | 'nameOf'>): object {
  const groups = Map.groupBy(records, nameOf);
  groups.delete(null);
  const values = [...groups.values()].map((some) => by.count(some) ?? 0);
  return { population: { count: values.length, max: Math.max(0, ...values) } };
}

/** What changed most, whatever its sign. */
function growth(
  now: Records,
  before: Records,
  { by, limit, nameOf }: Pick<Asked, 'by' | 'limit' | 'nameOf'>,
) {
  const [ownNow, ownBefore] = [Map.groupBy(now, nameOf), Map.groupBy(before, nameOf)];
  const names = [...new Set([...ownNow.keys(), ...ownBefore.keys()])].filter((name) => name !== null); // biome-ignore format: one rule
  const countOf = (own: ReadonlyMap<string | null, Records>, name: string) =>
    by.count(own.get(name) ?? []) ?? 0;
  const changed = names.map((name) => {
    const [value, earlier] = [countOf(ownNow, name), countOf(ownBefore, name)];
    return { name, value, before: earlier, difference: value - earlier };
  });
  changed.sort(
    (a, b) => Math.abs(b.difference) - Math.abs(a.difference) || byCodePoint(a.name, b.name),
  );
  return {
    totals: { value: by.count(now) ?? 0, before: by.count(before) ?? 0 },
    groups: {
      count: names.length,
      new: names.filter((name) => !ownBefore.has(name)).length,
      gone: names.filter((name) => !ownNow.has(name)).length,
    },
    rows: changed.slice(0, limit),
  };
}

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };
const PARTS_MAX = 5;

interface AskedTimeline {
  readonly by: Metric;
  /** Of an interval. */
  readonly seconds: number;
  readonly partOf: NameOf | null;
}

/** From the first interval with a record to the last. */
function timeline(records: Records, { by, seconds, partOf }: AskedTimeline): object {
  const intervals = Map.groupBy(records, ({ timeS }) => Math.floor(timeS / seconds));
  const first = Math.min(...intervals.keys());
  const count = records.length === 0 ? 0 : Math.max(...intervals.keys()) - first + 1;
  const names = partOf === null ? [] : firstNames(records, by, partOf);
  const rows = Array.from({ length: count }, (_, at) => {
    const some = intervals.get(first + at) ?? [];
    const row = { time: new Date((first + at) * seconds * 1_000).toISOString(), ...by.show(some) };
    if (partOf === null) return row;
    const of = (isIn: (name: string | null) => boolean): number | null =>
      by.count(some.filter((record) => isIn(partOf(record))));
    const parts = names.map((name) => of((each) => each === name));
    return { ...row, parts, rest: of((each) => each === null || !names.includes(each)) };
  });
  return { totals: by.show(records), rows };
}

function firstNames(records: Records, by: Metric, nameOf: NameOf): readonly string[] {
  const groups = Map.groupBy(records, nameOf);
  groups.delete(null);
  return [...groups]
    .map(([name, some]) => ({ name: name ?? '', value: by.count(some) ?? 0 }))
    .sort((a, b) => b.value - a.value || byCodePoint(a.name, b.name))
    .slice(0, PARTS_MAX)
    .map(({ name }) => name);
}

/** By its address, its network or who signs. */
function isClient(record: PlannedRequest, client: string, surroundings: Surroundings): boolean {
  return ['ip', 'network', 'requester'].some(
    (name) => namer(name, undefined, surroundings)(record) === client,
  );
}
