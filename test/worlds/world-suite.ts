/**
 * Ships a world and asks everything about it: each answer must be the naive count's. The engine is
 * a parameter, so that any OpenSearch, however it is set up, can be held to the same.
 */
import type { Test } from 'tap';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import { NO_FRIENDS } from '../../src/questions/ask/friends.ts';
import { askAll, type Case } from './ask-all.ts';
import { checkClients } from './check-clients.ts';
import { checkCsv } from './check-csv.ts';
import { extraCases, pairCases } from './extra-cases.ts';
import { filterCases } from './filter-cases.ts';
import type { NaiveCount } from './naive-count.ts';
import { DIMENSION_NAMES, type DimensionName } from './naive-dimensions.ts';
import type { RawQuestion } from './naive-filters.ts';
import { FOLD_NAMES, NAIVE_FOLDS } from './naive-folds.ts';
import { METRICS, type MetricName } from './naive-metrics.ts';
import { askPlainTerms, describeMistake } from './plain-terms.ts';
import { raiseEstimates } from './raised-estimates.ts';
import { rememberingPort } from './remembering-port.ts';
import { readIds, worldPrefix } from './server.ts';
import { shipWorld } from './ship-world.ts';
import { ONE_OF_EACH_KIND, type World } from './world.ts';
import { countOf } from './world-count.ts';

export interface SuiteOptions {
  readonly url: string;
  readonly world: World;
  /** Between the sync and the questions: settings of a cluster, a merge, a cut into slices. */
  readonly prepare?: (prefix: string) => Promise<void>;
}

/** Of one search; the slowest takes some seconds when four run on two processors. */
const TIMEOUT_MS = 60_000;

export async function worldSuite(t: Test, { url, world, prepare }: SuiteOptions): Promise<void> {
  await t.test(`world: ${world.name}`, async (t) => {
    const prefix = worldPrefix(t, url, world.name);
    const pattern = `${prefix}-records-*`;
    await t.test('every line is indexed once', (t) => checkConservation(t, world, url, prefix));
    await prepare?.(prefix);
    const server = await connect({ url, username: null, password: null, caFile: null });
    const friends = { ...NO_FRIENDS, networks: world.own };
    const options = { timeoutMs: TIMEOUT_MS, friends };
    const port = rememberingPort(makeSearchPort(server, pattern, options));
    const count = countOf(world);
    try {
      for (const [name, groups] of Object.entries(casesOf(world, count))) {
        const asked = name === PROVED || name === EXTRAS_PROVED ? raiseEstimates(port) : port;
        await t.test(name, (t) => askAll(t, asked, groups)); // one kind of question after the other
      }
      if (world.asksCsv)
        await t.test('each question as CSV', (t) => checkCsv(t, port, csvCases(world, count)));
      await t.test('everything about one client', (t) =>
        checkClients(t, port, count, world.clients),
      );
      await t.test('a plain terms aggregation', (t) =>
        checkPlainTerms(t, world, count, url, pattern),
      );
    } finally {
      await port.closeAll();
      await server.client.close();
    }
  });
}

async function checkConservation(t: Test, world: World, url: string, prefix: string) {
  const { report, ids, stderr, code } = await shipWorld(world, url, prefix);
  t.equal(code, 0, stderr);
  const lines = world.objects.reduce((sum, { records }) => sum + records.length, 0);
  t.match(report, { lines, indexed: lines, duplicates: 0, rejected: 0, skipped: 0 });
  t.equal(ids.size, lines);
  const stored = await readIds(url, `${prefix}-records-*`);
  t.equal(stored.size, lines);
  t.ok(
    [...ids].every((id) => stored.has(id)),
    'the ids are those of the lines',
  );
  t.comment(`${lines} lines in ${report.seconds} s`);
}

/** Asked as if there were many groups. */
const PROVED = 'top: each dimension by each metric, proved';
const EXTRAS_PROVED = 'by metrics that only such questions have, as if of many groups';

const topCase = (
  count: NaiveCount,
  dimension: DimensionName,
  by: MetricName,
  limit: number,
): Case => ({
  question: 'top',
  raw: { dimension, by, limit: String(limit) },
  want: count.top(dimension, by, limit),
});

function csvCases(world: World, count: NaiveCount): readonly Case[] {
  const { dimensions } = world;
  const asked = CSV_DIMENSIONS.filter((name) => dimensions === 'all' || dimensions.includes(name));
  return [
    ...asked.map((dimension) => topCase(count, dimension, 'full-downloads', 100)),
    {
      question: 'compare',
      raw: { by: 'requests', limit: '50' },
      want: count.compare('ip', 'requests', 50),
    },
    { question: 'timeline', raw: { interval: 'week' }, want: count.timeline('week') },
  ];
}

/** With commas, quotes and letters of all kinds. */
const CSV_DIMENSIONS = ['ip', 'key', 'user-agent', 'referrer', 'requester'] as const;

type Groups = ReadonlyMap<string, readonly Case[]>;

/** By the name of the test, then of the assertion. */
function casesOf(world: World, count: NaiveCount): Readonly<Record<string, Groups>> {
  const dimensions = world.dimensions === 'all' ? DIMENSION_NAMES : world.dimensions;
  const top = dimensions.map((dimension, at) => {
    // As the limits rotate, a dimension meets every limit, and so does a metric.
    const cases = metricsOf(world, dimension, at).map((by, turn) =>
      topCase(count, dimension, by, world.limits[(at + turn) % world.limits.length] ?? 1),
    );
    return [dimension, cases] as const;
  });
  const compare = dimensions.map((dimension, at) => {
    const cases = comparedBy(world, dimension, at).map(
      (by): Case => ({
        question: 'compare',
        raw: { dimension, by, limit: '10' },
        want: count.compare(dimension, by, 10),
      }),
    );
    return [dimension, cases] as const;
  });
  const timeline = world.intervals.map((interval) => {
    const want = count.timeline(interval);
    const cases = METRICS.map(
      (by): Case => ({ question: 'timeline', raw: { interval, by }, want: { ...want, by } }),
    );
    return [interval, cases] as const;
  });
  const few = dimensions.map(
    (dimension) => [dimension, [topCase(count, dimension, 'bytes', 10)]] as const,
  );
  return {
    [PROVED]: new Map(top),
    'top: few groups at once': new Map(few),
    'compare: each dimension, and each metric': new Map(compare),
    'timeline: each interval by each metric': new Map(timeline),
    ...(world.asksExtras === false
      ? {}
      : {
          'by metrics that only such questions have': extraCases(world, 'at-once'),
          'top: two dimensions at once': pairCases(world),
          [EXTRAS_PROVED]: extraCases(world, 'proved'),
        }),
    ...(world.asksFolds ? { 'folded dimensions': foldsOf(count) } : {}),
    ...(world.asksFilters === false ? {} : { filters: filtersOf(world, count) }),
  };
}

/** Addresses, words, and numbers that many records lack. */
const COMPARED_BY_EVERY_METRIC = new Set<string>(['ip', 'key', 'asn']);
const HAS_EVERY_METRIC = new Set<string>(ONE_OF_EACH_KIND);

/** `at`: the place of the dimension among those that are asked. */
function metricsOf(world: World, dimension: DimensionName, at: number): readonly MetricName[] {
  const { pairs } = world;
  if (pairs === 'all' || (pairs === 'turns' && HAS_EVERY_METRIC.has(dimension))) return METRICS;
  return inTurn(at);
}

/** Of its groups a comparison has one metric alone, whatever they are called: few need each of them. */
const comparedBy = (world: World, dimension: DimensionName, at: number): readonly MetricName[] =>
  world.pairs !== 'once' && COMPARED_BY_EVERY_METRIC.has(dimension) ? METRICS : inTurn(at);

function inTurn(at: number): readonly MetricName[] {
  // A step more each round, so that a metric does not always meet one and the same limit.
  const turn = METRICS[(at + Math.floor(at / METRICS.length)) % METRICS.length];
  return turn === undefined ? [] : [turn];
}

/** Each by one metric; `top` of all and of some records. */
function foldsOf(count: NaiveCount): Groups {
  const some = { not: ['status=200'] };
  return new Map(
    FOLD_NAMES.map((name, at) => {
      const by = METRICS[at % METRICS.length] ?? 'bytes';
      const asked = { ...NAIVE_FOLDS[name].raw, by, limit: '30' };
      const named = { dimension: asked.dimension };
      return [
        name,
        [
          { question: 'top', raw: asked, want: { ...count.top(name, by, 30), ...named } },
          { question: 'top', raw: { ...asked, ...some }, want: { ...count.top(name, by, 30, some), ...named } }, // biome-ignore format: one case
          { question: 'compare', raw: asked, want: { ...count.compare(name, by, 30), ...named } },
        ] as const,
      ];
    }),
  );
}

function filtersOf(world: World, count: NaiveCount): Groups {
  const records = world.objects.flatMap((object) => object.records);
  const isOfAll = world.asksFilters === 'all';
  const { ofDimensions, special } = filterCases(count, records, isOfAll ? DIMENSION_NAMES : ONE_OF_EACH_KIND); // biome-ignore format: one call
  // Counted when it is its turn: most filters are asked with one question.
  const makers: readonly ((scope: RawQuestion) => Case)[] = [
    (scope) => ({
      question: 'top',
      raw: { ...scope, dimension: 'ip', by: 'bytes' },
      want: count.top('ip', 'bytes', 10, scope),
    }),
    (scope) => ({
      question: 'compare',
      raw: { ...scope, dimension: 'network', by: 'requests' },
      want: count.compare('network', 'requests', 10, scope),
    }),
    (scope) => ({
      question: 'timeline',
      raw: { ...scope, interval: 'day' },
      want: count.timeline('day', scope),
    }),
  ];
  // A filter is the same part of a request whatever is asked, but for a range of time: they take turns.
  return new Map(
    [...ofDimensions, ...special].map((scope, at) => {
      const isOfTime = scope.from !== undefined || scope.to !== undefined;
      const inTurn = makers.slice(at % makers.length).slice(0, 1);
      const asked = isOfTime && isOfAll ? makers : inTurn;
      return [JSON.stringify(scope), asked.map((make) => make(scope))] as const;
    }),
  );
}

/** How many rows an ordinary table shows. */
const PLAIN_ROWS = 10;

async function checkPlainTerms(
  t: Test,
  world: World,
  count: NaiveCount,
  url: string,
  pattern: string,
): Promise<void> {
  const plain = await askPlainTerms(url, pattern, PLAIN_ROWS);
  const { rows } = count.top('ip', 'bytes', Number.POSITIVE_INFINITY);
  const sums = new Map(rows.map(({ name, bytes }) => [name, bytes]));
  const mistake = describeMistake(plain, rows.slice(0, PLAIN_ROWS), (name) => sums.get(name) ?? 0);
  t.comment(`${world.name}: ${mistake ?? 'right'}`);
  if (world.isPlainTermsWrong)
    t.ok(mistake, 'is wrong here, which is why Tamarin proves its answers');
}
