/** Questions by metrics that only such questions have, with what a naive count of the plan says. */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { Case } from './ask-all.ts';
import { type DimensionName, NAIVE_DIMENSIONS } from './naive-dimensions.ts';
import { NAIVE_EXTRAS, type NaiveExtra, showExtra } from './naive-extras.ts';
import type { RawQuestion } from './naive-filters.ts';
import { countRecords, showCounts } from './naive-metrics.ts';
import { naiveTuples, WORLD_MINUTE_BYTES } from './naive-tuples.ts';
import type { World } from './world.ts';
import { surroundingsOf } from './world-count.ts';

/** A client, a word that many records lack, one of some length. */
const DIMENSIONS: readonly DimensionName[] = ['ip', 'requester', 'user-agent'];

/**
 * By the name of the metric. `proved`: of one dimension, in turn; `at-once`: of the others, or of one of
 * them, and of time.
 */
export function extraCases(
  world: World,
  which: 'proved' | 'at-once',
): ReadonlyMap<string, readonly Case[]> {
  const records = world.objects.flatMap((object) => object.records);
  const extras = { ...NAIVE_EXTRAS, ...naiveTuples(surroundingsOf(world)) };
  return new Map(
    Object.entries(extras).map(([by, extra], at) => {
      const order = at % 2 === 0 ? 'desc' : 'asc';
      const minute = by === 'iab-downloads' ? { 'minute-bytes': `${WORLD_MINUTE_BYTES}` } : {};
      const dimensions = DIMENSIONS.filter((dimension) => by !== `distinct(${dimension})`);
      const proved = dimensions[at % dimensions.length];
      const others = dimensions.filter((dimension) => dimension !== proved);
      const atOnce = world.asksExtras === 'once' ? others.slice(at % 2).slice(0, 1) : others;
      const asked = which === 'at-once' ? atOnce : dimensions.filter((name) => name === proved);
      const top = asked.map((dimension, turn): Case => {
        const limit = String(world.limits[(at + turn) % world.limits.length] ?? 1);
        const groups = groupsOf(world, records, dimension);
        return {
          question: 'top',
          raw: { dimension, by, order, limit, ...minute },
          want: topBy(groups, { extra, order, limit: Number(limit) }),
        };
      });
      return [
        by,
        which === 'proved' ? top : [...top, timelineCase(records, { by, ...minute }, extra)],
      ] as const;
    }),
  );
}

type Groups = ReadonlyMap<string | null, readonly PlannedRequest[]>;

function groupsOf(world: World, records: readonly PlannedRequest[], dimension: DimensionName) {
  const surroundings = surroundingsOf(world);
  return Map.groupBy(records, (record) => NAIVE_DIMENSIONS[dimension].nameOf(record, surroundings));
}

interface Asked {
  readonly extra: NaiveExtra;
  readonly order: string;
  readonly limit: number;
}

function topBy(groups: Groups, { extra, order, limit }: Asked): object {
  const { key, count, errorMax } = extra;
  const ofAll = (some: readonly PlannedRequest[]) => ({ [key]: showExtra(count(some), extra) });
  const about = {
    totals: ofAll([...groups.values()].flat()),
    missing: ofAll(groups.get(null) ?? []),
    exact: errorMax === undefined,
  };
  // Estimates may stand in another order than what they estimate.
  if (errorMax !== undefined) return { ...about, estimates: [key] };
  const sign = order === 'asc' ? 1 : -1;
  const ranked = [...groups]
    .flatMap(([name, some]) => (name === null ? [] : [{ name, value: count(some) }]))
    .sort((a, b) => {
      if (a.value === null || b.value === null || a.value === b.value)
        return Number(a.value === null) - Number(b.value === null) || byCodePoint(a.name, b.name);
      return sign * (a.value - b.value);
    });
  const rows = ranked.slice(0, limit);
  return {
    ...about,
    rows: rows.map(({ name, value }) => ({ name, [key]: showExtra(value, extra) })),
  };
}

const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

const DAY_MS = 86_400_000;

function timelineCase(
  records: readonly PlannedRequest[],
  raw: RawQuestion,
  extra: NaiveExtra,
): Case {
  const days = Map.groupBy(records, ({ timeS }) => Math.floor((timeS * 1_000) / DAY_MS));
  const [first, last] = [Math.min(...days.keys()), Math.max(...days.keys())];
  const rows = Array.from({ length: last - first + 1 }, (_, at) => ({
    time: new Date((first + at) * DAY_MS).toISOString(),
    [extra.key]: showExtra(extra.count(days.get(first + at) ?? []), extra),
  }));
  const totals = { [extra.key]: showExtra(extra.count(records), extra) };
  return { question: 'timeline', raw, want: { totals, rows, exact: true } };
}

/** Two dimensions at once: an address and a word, a word and a number. */
const PAIRS: readonly (readonly [DimensionName, DimensionName])[] = [
  ['ip', 'key'],
  ['requester', 'status'],
];

export function pairCases(world: World): ReadonlyMap<string, readonly Case[]> {
  const records = world.objects.flatMap((object) => object.records);
  const surroundings = surroundingsOf(world);
  return new Map(
    PAIRS.map(([first, second]) => {
      const groups = Map.groupBy(records, (record) => {
        const names = [first, second].map((name) => NAIVE_DIMENSIONS[name].nameOf(record, surroundings)); // biome-ignore format: one rule
        return names.includes(null) ? null : JSON.stringify(names);
      });
      const missing = groups.get(null) ?? [];
      groups.delete(null);
      const ranked = [...groups]
        .map(([text, some]) => ({ names: JSON.parse(text ?? '[]') as string[], counts: showCounts(countRecords(some)) })) // biome-ignore format: as written above
        .sort((a, b) => b.counts.bytes - a.counts.bytes || byCodePoint(a.names.join('\0'), b.names.join('\0'))); // biome-ignore format: one rule
      const rows = ranked.slice(0, 100).map(({ names, counts }) => ({ names, ...counts }));
      const want = {
        rows,
        missing: showCounts(countRecords(missing)),
        totals: showCounts(countRecords(records)),
        distinct: { value: ranked.length, exact: true },
        exact: true,
      };
      const raw = { dimension: `${first},${second}`, limit: '100' };
      return [raw.dimension, [{ question: 'top', raw, want }]] as const;
    }),
  );
}
