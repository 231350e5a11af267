/** Aggregations whose buckets come in the order of their keys: composite pages and histograms. */
import { type Body, only } from './memory-query.ts';
import { compareKeys, type Entry, type Shards, timeOf, type Value, valuesOf } from './memory-values.ts'; // biome-ignore format: one import

export interface Bucket {
  readonly key?: unknown;
  readonly doc_count: number;
}

export type MakeBucket = (some: Shards) => Bucket;

/** The documents of each group of a shard; one with two values is in two groups. */
export function groupsOf(
  entries: readonly Entry[],
  keysOf: (entry: Entry) => readonly Value[],
): ReadonlyMap<Value, Entry[]> {
  const groups = new Map<Value, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [entry]);
      else group.push(entry);
    }
  }
  return groups;
}

const MINUTE_MS = 60_000;

type Part = Value | null;

/** Reads the values of a record in one source; null stands for none, where such records are asked for. */
function readerOf(definition: unknown): (entry: Entry) => readonly Part[] {
  const [kind, { field, missing_bucket: isNullable = false, ...body }] = only(definition);
  const name = String(field);
  if (kind === 'terms')
    return (entry) => {
      const values = valuesOf(entry, name);
      return values.length === 0 && isNullable === true ? [null] : values;
    };
  const minutes = /^(\d+)m$/.exec(String(body.fixed_interval))?.[1];
  if (kind !== 'date_histogram' || minutes === undefined)
    throw new Error(`no such source here: ${kind}`);
  const length = Number(minutes) * MINUTE_MS;
  return (entry) => valuesOf(entry, name).map((value) => timeOf(value) - (timeOf(value) % length));
}

/** null comes first. */
function compareParts(a: Part, b: Part): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return compareKeys(a, b);
}

interface SortedGroup {
  readonly key: readonly Part[];
  /** Of the shards that have any. */
  readonly some: Shards;
}

/** What one search of the same records has grouped, the next page takes. */
const sortedGroups = new WeakMap<Shards, Map<string, readonly SortedGroup[]>>();

function sortGroups(sources: readonly unknown[], shards: Shards): readonly SortedGroup[] {
  const known = sortedGroups.get(shards) ?? new Map<string, readonly SortedGroup[]>();
  sortedGroups.set(shards, known);
  const name = JSON.stringify(sources);
  const sorted = known.get(name) ?? groupAndSort(sources, shards);
  known.set(name, sorted);
  return sorted;
}

function groupAndSort(sources: readonly unknown[], shards: Shards): readonly SortedGroup[] {
  const readers = sources.map((source) => readerOf(only(source)[1]));
  const keysOf = (entry: Entry): readonly string[] =>
    readers
      .reduce<readonly (readonly Part[])[]>(
        (keys, read) => keys.flatMap((key) => read(entry).map((part) => [...key, part])),
        [[]],
      )
      .map((key) => JSON.stringify(key));
  const merged = new Map<Value, Entry[][]>();
  for (const entries of shards)
    for (const [text, group] of groupsOf(entries, keysOf)) {
      const some = merged.get(text);
      if (some === undefined) merged.set(text, [group]);
      else some.push(group);
    }
  return [...merged]
    .map(([text, some]): SortedGroup => ({ key: JSON.parse(String(text)), some }))
    .sort((a, b) => compareTuples(a.key, b.key));
}

const compareTuples = (a: readonly Part[], b: readonly Part[]): number =>
  a.map((part, at) => compareParts(part, b[at] ?? null)).find((order) => order !== 0) ?? 0;

/** Pages in the order of the sources: cut by name, so no shard can leave a group out. */
export function composite(
  { size, sources, after }: Body,
  shards: Shards,
  bucket: MakeBucket,
): Body {
  const list = sources as readonly unknown[]; // a list of one each
  const names = list.map((source) => only(source)[0]);
  const previous = after as Readonly<Record<string, Part>> | undefined; // as answered
  const start = previous && names.map((name) => previous[name] ?? null);
  const buckets = sortGroups(list, shards)
    .filter(({ key }) => start === undefined || compareTuples(key, start) > 0)
    .slice(0, Number(size))
    .map(({ key, some }) => ({
      key: Object.fromEntries(names.map((name, at) => [name, key[at]])),
      ...bucket(some),
    }));
  const last = buckets.at(-1);
  return { buckets, ...(last === undefined ? {} : { after_key: last.key }) };
}

/** Begin of the calendar's interval that a UTC time lies in, so many intervals later. */
function startOf(timeMs: number, interval: string, later = 0): number {
  const time = new Date(timeMs);
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  switch (interval) {
    case 'second':
    case 'minute': {
      const lengthMs = interval === 'second' ? 1_000 : MINUTE_MS;
      return timeMs - (timeMs % lengthMs) + later * lengthMs;
    }
    case 'hour':
      return Date.UTC(year, month, day, time.getUTCHours() + later);
    case 'day':
      return Date.UTC(year, month, day + later);
    case 'week':
      return Date.UTC(year, month, day - ((time.getUTCDay() + 6) % 7) + 7 * later);
    case 'month':
      return Date.UTC(year, month + later);
    default:
      throw new Error(`no such interval: ${interval}`);
  }
}

type StartOf = (timeMs: number, later?: 0 | 1) => number;

/** No clock is set at another minute, and none has another offset than whole quarters, in our time. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Behind the longest interval. */
const QUARTERS_MAX = 32 * 24 * 4;

/** By the names that the clock gives: goes back, or on, by quarters of an hour until the name is another. */
function starts(interval: string, timeZone: string): StartOf {
  if (timeZone === 'UTC') return (timeMs, later = 0) => startOf(timeMs, interval, later);
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'long',
  });
  const nameOf = (timeMs: number): string => {
    const [day = '', time = '', zone = ''] = format.format(timeMs).split(' ');
    if (interval === 'day') return day;
    if (interval === 'month') return day.slice(0, 7);
    if (interval === 'hour') return `${day} ${time.slice(0, 2)} ${zone}`;
    if (interval === 'week') return new Date(startOf(Date.parse(day), 'week')).toISOString();
    throw new Error(`no such interval in ${timeZone}: ${interval}`);
  };
  const goFrom = (timeMs: number, step: number): number => {
    const name = nameOf(timeMs);
    let at = timeMs - (timeMs % QUARTER_MS);
    for (let quarters = 0; quarters < QUARTERS_MAX; quarters += 1) {
      if (nameOf(at + step) !== name) return at;
      at += step;
    }
    throw new Error('an interval has an end');
  };
  return (timeMs, later = 0) =>
    later === 0 ? goFrom(timeMs, -QUARTER_MS) : goFrom(timeMs, QUARTER_MS) + QUARTER_MS;
}

export function dateHistogram(body: Body, shards: Shards, bucket: MakeBucket): Body {
  const interval = String(body.calendar_interval);
  const least = body.min_doc_count;
  if (least !== 0 && least !== 1) throw new Error('gaps are asked for, or not');
  const start = starts(interval, String(body.time_zone));
  const keysOf = (entry: Entry): readonly Value[] =>
    valuesOf(entry, String(body.field)).map((value) => start(timeOf(value)));
  const groups = shards.map((entries) => groupsOf(entries, keysOf));
  const keys = groups.flatMap((some) => [...some.keys()]).map(Number);
  const buckets: Bucket[] = [];
  const last = keys.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const first = keys.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  for (let key = first; key <= last; key = start(key, 1)) {
    const some = groups.map((all) => all.get(key) ?? []);
    if (least === 0 || some.some(({ length }) => length > 0))
      buckets.push({ key, ...bucket(some) });
  }
  return { buckets };
}
