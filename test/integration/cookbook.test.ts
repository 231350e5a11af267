/**
 * Goal: every recipe of docs/cookbook.md is true. Over the shipped samples its command, its query
 * body and its DQL line give the same numbers, and no recipe is empty.
 */
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { FIELD_TABLE, type Mapping } from '../../src/core/field-table.ts';
import { requireDimension } from '../../src/questions/ask/dimension-table.ts';
import type { Metrics } from '../../src/questions/ask/metrics.ts';
import type { ClientAnswer } from '../../src/questions/client/answer.ts';
import type { CompareAnswer } from '../../src/questions/compare/answer.ts';
import type { Answer } from '../../src/questions/question.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { type Recipe, readCookbook } from '../support/cookbook.ts';
import { readDql } from '../support/dql.ts';
import { request } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey } from '../support/samples.ts';
import { ASKING_SAMPLES, SHARED_SAMPLES } from '../support/shared-samples.ts';

interface Bucket {
  readonly key: string | number;
  readonly doc_count: number;
  readonly bytes?: { readonly value: number };
  readonly downloads?: { readonly doc_count: number };
  readonly full_downloads?: { readonly value: number };
  readonly last?: { readonly value: number };
  readonly addresses?: { readonly value: number };
}
interface Aggregation {
  readonly value?: number;
  /** Of lists of groups; 0 where every index gave all it has. */
  readonly doc_count_error_upper_bound?: number;
  readonly buckets?: readonly Bucket[];
}
interface Found {
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly { readonly _source: Readonly<Record<string, unknown>> }[];
  };
  readonly aggregations?: Readonly<Record<string, Aggregation>>;
}

const HEADINGS = [
  'The bill',
  'The files',
  'Bots and scrapers',
  'One client',
  'Errors',
  'Who may read what',
  'Individual requests, by words',
  'What is new',
];

const prefix = SHARED_SAMPLES;
const env = ASKING_SAMPLES;
const recipes = readCookbook();

async function searchRecords(body: Readonly<Record<string, unknown>>): Promise<Found> {
  const answer = await request('POST', `/${prefix}-records-*/_search`, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body as Found; // the shape of every search answer
}

t.test('the cookbook has its recipes under what people ask', async (t) => {
  const text = readFileSync(new URL('../../docs/cookbook.md', import.meta.url), 'utf8');
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  t.strictSame(headings, HEADINGS);
  t.ok(recipes.length >= 14 && recipes.length <= 30, `${recipes.length} recipes`);
  t.equal(new Set(recipes.map(({ question }) => question)).size, recipes.length);
});

for (const recipe of recipes) {
  t.test(`recipe: ${recipe.question}`, async (t) => {
    const args = recipe.args.filter((arg) => arg !== '--csv');
    const { code, stdout, stderr } = await runTamarin([...args, '--json'], env);
    t.equal(code, 0, stderr);
    const answer: Answer = JSON.parse(stdout);
    t.equal(answer.exact, true, 'the command is exact');
    const found = await searchRecords(recipe.body);
    t.ok(found.hits.total.value > 0, 'records are found');
    for (const { doc_count_error_upper_bound: error } of Object.values(found.aggregations ?? {}))
      t.ok(error === undefined || error === 0, 'the body is exact');
    compareBody(t, answer, found);
    await checkDql(t, recipe, answer, found);
    await checkAsWritten(t, recipe, answer);
  });
}

function compareBody(t: Test, answer: Answer, found: Found): void {
  const { hits, aggregations = {} } = found;
  const all = hits.total.value;
  switch (answer.question) {
    case 'top':
      t.equal(all, answer.totals.requests, 'requests in all');
      compareTotals(t, answer.totals, aggregations);
      compareRows(t, answer.rows, namedAs(answer.dimension, onlyBuckets(aggregations)));
      break;
    case 'timeline':
      t.equal(all, answer.totals.requests, 'requests in all');
      compareRows(
        t,
        answer.rows.map((row) => ({ ...row, name: String(Date.parse(row.time)) })),
        onlyBuckets(aggregations),
      );
      break;
    case 'compare':
      compareAverage(t, answer, aggregations);
      break;
    case 'search':
      t.equal(all, answer.total, 'records in all');
      t.strictSame(
        hits.hits.map(({ _source }) => _source['@timestamp']),
        answer.hits.map((hit) => hit['@timestamp']),
        'the times of the first page',
      );
      break;
    case 'records':
      throw new Error('records print no answer of one piece');
    case 'growth':
    case 'why':
      throw new Error('a change follows from no request of one piece');
    case 'scrapers':
      throw new Error('suspects follow from no request of one piece');
    case 'bill':
      throw new Error('prices are in no index');
    case 'client':
      t.equal(all, answer.totals.requests, 'requests in all');
      compareClient(t, answer, aggregations);
      break;
    default:
      answer satisfies never;
  }
}

function onlyBuckets(aggregations: Readonly<Record<string, Aggregation>>): readonly Bucket[] {
  const lists = Object.values(aggregations).flatMap(({ buckets }) =>
    buckets === undefined ? [] : [buckets],
  );
  if (lists.length !== 1) throw new Error(`${lists.length} lists of groups, not one`);
  return lists[0] ?? [];
}

/** A parameter of the URL stands before its value. */
function namedAs(dimension: string, buckets: readonly Bucket[]): readonly Bucket[] {
  const { part = '' } = requireDimension(dimension);
  return buckets.map((bucket) => ({ ...bucket, key: String(bucket.key).slice(part.length) }));
}

/** What a bucket holds, in the words of an answer. */
function metricsOf(bucket: Omit<Bucket, 'key'>): Partial<Metrics> {
  const { doc_count: requests, bytes, downloads, full_downloads: ppm, last, addresses } = bucket;
  return {
    requests,
    ...(bytes === undefined ? {} : { bytes: bytes.value }),
    ...(downloads === undefined ? {} : { downloads: downloads.doc_count }),
    ...(ppm === undefined ? {} : { fullDownloads: ppm.value / 1_000_000 }),
    ...(last === undefined ? {} : { last: new Date(last.value).toISOString() }),
    ...(addresses === undefined ? {} : { distinct: addresses.value }),
  };
}

function compareRows(
  t: Test,
  rows: readonly (Metrics & { readonly name: string })[],
  buckets: readonly Bucket[],
): void {
  t.ok(rows.length > 0, 'there are rows');
  const got = buckets.map((bucket) => ({ name: String(bucket.key), ...metricsOf(bucket) }));
  const named = Object.keys(got[0] ?? {});
  const wanted = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => named.includes(name))),
  );
  t.same(got, wanted, `${rows.length} rows: ${named.join(', ')}`);
}

function compareTotals(
  t: Test,
  totals: Metrics,
  { bytes, full_downloads: ppm }: Readonly<Record<string, Aggregation>>,
): void {
  if (bytes !== undefined) t.equal(bytes.value, totals.bytes, 'bytes in all');
  if (ppm !== undefined) t.equal((ppm.value ?? 0) / 1_000_000, totals.fullDownloads);
}

/** Its tables have the names of dimensions. */
function compareClient(
  t: Test,
  { totals, first, last, tables }: ClientAnswer,
  aggregations: Readonly<Record<string, Aggregation>>,
): void {
  compareTotals(t, totals, aggregations);
  t.equal(aggregations.first?.value, Date.parse(first ?? ''), 'first request');
  t.equal(aggregations.last?.value, Date.parse(last ?? ''), 'last request');
  const lists = Object.entries(aggregations).filter(([, { buckets }]) => buckets !== undefined);
  t.ok(lists.length >= 3, 'tables');
  for (const [name, { buckets }] of lists) {
    const table = tables.find(({ dimension }) => dimension === name);
    compareRows(t, table?.rows ?? [], buckets ?? []);
  }
}

function compareAverage(
  t: Test,
  { population, rows }: CompareAnswer,
  aggregations: Readonly<Record<string, Aggregation>>,
): void {
  const { average_user: average, users } = aggregations;
  const { count, mean, max, total } = population;
  t.same(average, { count, min: 0, max, avg: mean, sum: total }, 'the average user');
  t.same(
    users?.buckets?.slice(0, rows.length).map(({ key, bytes }) => [key, bytes?.value]),
    rows.map(({ name, value }) => [name, value]),
    'the top users',
  );
}

/** A line that only names the dimension's field is about one row, or about all that have a value. */
function requestsWanted(answer: Answer, { args, dql }: Recipe, found: Found): number | undefined {
  if (answer.question !== 'top') return found.hits.total.value;
  if (args.some((arg) => arg.endsWith('downloads'))) return answer.totals.downloads;
  const { field, part = '' } = requireDimension(answer.dimension);
  if (dql.startsWith(`${field} : ${part}*`)) return requestsInGroups(answer);
  const [, name] = new RegExp(`^${field} : (\\w+)$`).exec(dql) ?? [];
  if (name === undefined) return answer.totals.requests;
  return answer.rows.find((row) => row.name === name)?.requests;
}

const requestsInGroups = ({ totals, missing }: TopAnswer): number =>
  totals.requests - missing.requests;

async function checkDql(t: Test, recipe: Recipe, answer: Answer, found: Found): Promise<void> {
  const { query, fields } = readDql(recipe.dql);
  t.strictSame(
    fields.filter((field) => !isIndexed(field)),
    [],
    'DQL names indexed fields only',
  );
  const { hits } = await searchRecords({ size: 0, track_total_hits: true, query });
  t.equal(hits.total.value, requestsWanted(answer, recipe, found), `DQL: ${recipe.dql}`);
}

function isIndexed(name: string): boolean {
  const [field, subField] = name.split('.');
  const mapping: Mapping | undefined = FIELD_TABLE.find((each) => each.name === field)?.mapping;
  if (mapping === undefined || mapping.index === false) return false;
  return subField === undefined || Object.keys(mapping.fields ?? {}).includes(subField);
}

/** As a person types it: a table, or CSV with a row for each of the answer's. */
async function checkAsWritten(t: Test, { args }: Recipe, answer: Answer): Promise<void> {
  const { code, stdout, stderr } = await runTamarin([...args, '--quiet'], env);
  t.equal(code, 0, stderr);
  if (!args.includes('--csv')) {
    t.match(stdout, /\nexact · [^\n]* · logs as of ([^\n]* )?\d\d:\d\d UTC\n$/);
    return;
  }
  if (answer.question !== 'top') throw new Error('Only a "top" was thought of');
  const [heading = '', ...lines] = stdout.trimEnd().split('\n');
  t.ok(heading.startsWith(`${answer.dimension},bytes,requests,downloads,`), heading);
  t.equal(lines.length, answer.rows.length);
  for (const [index, { bytes, requests }] of answer.rows.entries())
    t.ok(lines[index]?.includes(`,${bytes},${requests},`), `row ${index + 1}`);
}

t.test('a plain terms aggregation is approximate, as the cookbook says', async (t) => {
  const body = recipes.find(({ args }) => args.join(' ') === 'top ip --without requester')?.body;
  const plain = JSON.parse(JSON.stringify(body), (key, value) =>
    key === 'shard_size' ? undefined : value,
  );
  const lists = async (asked: Readonly<Record<string, unknown>>) => {
    const { consumers } = (await searchRecords(asked)).aggregations ?? {};
    const names = consumers?.buckets?.map(({ key }) => key) ?? [];
    const { quietGiant } = readAnswerKey().actors;
    return { giant: names.includes(quietGiant.ip), error: consumers?.doc_count_error_upper_bound };
  };
  t.strictSame(await lists(body ?? {}), { giant: true, error: 0 }, 'with shard_size');
  t.strictSame(await lists(plain), { giant: false, error: -1 }, 'without');
});

t.test('DQL that the cookbook does not use is refused, not guessed', async (t) => {
  const wrong = ['key : ', 'key', 'key : (a or b', 'key : a)', 'key { a : b }', 'key : a b'];
  for (const line of wrong) t.throws(() => readDql(line), line);
});

t.test('the words "and", "or" and "not" of DQL bind as in Dashboards', async (t) => {
  const status = (value: string) => ({ match: { http_status: value } });
  t.strictSame(readDql('http_status : 1 or http_status : 2 and not http_status : 3').query, {
    bool: {
      should: [
        status('1'),
        { bool: { filter: [status('2'), { bool: { must_not: [status('3')] } }] } },
      ],
    },
  });
});
