/** Goal: the tables of the questions agree with each other and with the field table. */
import t from 'tap';
import { FIELD_TABLE, type Field } from '../../src/core/field-table.ts';
import {
  DIMENSION_TABLE,
  type Dimension,
  filterMeaning,
  GROUP_DIMENSIONS,
  requireDimension,
} from '../../src/questions/ask/dimension-table.ts';
import { EXTRA_METRIC_TABLE } from '../../src/questions/ask/extra-metric-table.ts';
import { INTERVAL_TABLE } from '../../src/questions/ask/interval-table.ts';
import { EVERY_METRIC, findMetric } from '../../src/questions/ask/metric.ts';
import type { Combines } from '../../src/questions/ask/metric-row.ts';
import { addsUp, METRIC_TABLE } from '../../src/questions/ask/metric-table.ts';
import {
  addMetrics,
  aggregationOf,
  METRIC_AGGREGATIONS,
  NO_METRICS,
  orderOf,
  rawValueIn,
  rawValueOf,
  readMetrics,
  showMetrics,
} from '../../src/questions/ask/metrics.ts';
import { FILTER_TABLE, LIMIT_MAX, PARAMETER_OF_ALL_TABLE, PARAMETER_TABLE, RANGE_TABLE } from '../../src/questions/ask/parameter-table.ts'; // biome-ignore format: one import
import { TEXT_FIELD_TABLE } from '../../src/questions/ask/text-field-table.ts';
import { QUESTION_TABLE } from '../../src/questions/catalogue.ts';

const FIELDS: readonly Field[] = FIELD_TABLE;
const DIMENSIONS: readonly Dimension[] = DIMENSION_TABLE;
const mappingOf = (name: string) => FIELDS.find((field) => field.name === name)?.mapping;

t.test('a dimension has a name of its own and a field that can be filtered', async (t) => {
  t.equal(new Set(DIMENSIONS.map(({ name }) => name)).size, DIMENSIONS.length);
  t.equal(new Set(DIMENSIONS.map(({ field }) => field)).size, DIMENSIONS.length);
  for (const { name, field, heading, plural, isFilterOnly } of DIMENSIONS) {
    const mapping = mappingOf(field);
    t.ok(mapping, `${name}: ${field} is in the field table`);
    t.not(mapping?.index, false, `${name} can be filtered`);
    t.equal(mapping?.doc_values === false, isFilterOnly === true, `${name} can be grouped or not`);
    t.not(mapping?.type, 'text', name);
    t.match(name, /^[a-z][a-z\d-]*$/);
    t.ok(heading !== '' && plural !== '' && heading !== plural, name);
    t.equal(requireDimension(name).field, field);
  }
  for (const unknown of ['colour', 'constructor'])
    t.throws(() => requireDimension(unknown), { code: 'usage', hint: /ip, network/ });
});

/** What is measured: it is added up, or a question of its own is about it; or it is about our records. */
const MEASURES = ['enriched', '@timestamp', 'bytes_sent', 'object_size', 'total_time', 'turn_around_time', 'download_ppm']; // biome-ignore format: a list

t.test(
  'every field that can be filtered and grouped is a dimension, but for measures',
  async (t) => {
    const wanted = FIELDS.filter(
      ({ name, mapping }) =>
        mapping.index !== false && mapping.doc_values !== false && !MEASURES.includes(name),
    );
    t.strictSame(
      GROUP_DIMENSIONS.map(({ field }) => field).sort(),
      wanted.map(({ name }) => name).sort(),
    );
    t.ok(MEASURES.every((name) => mappingOf(name) !== undefined));
    const filters = DIMENSIONS.filter(({ isFilterOnly }) => isFilterOnly === true);
    t.strictSame(
      filters.map(({ name }) => name),
      ['request-id'],
    );
  },
);

t.test('a dimension is filtered as its field is mapped', async (t) => {
  const kindOf: Readonly<Record<string, string>> = { ip: 'ip', short: 'status', long: 'number', keyword: 'word' }; // biome-ignore format: one rule
  for (const { name, field, kind } of DIMENSIONS)
    t.equal(
      kind,
      field === 'url_parameters' ? 'parameter' : kindOf[String(mappingOf(field)?.type)],
      name,
    );
});

t.test('the classes of agents are told where they are filtered by', async (t) => {
  t.equal(filterMeaning(requireDimension('agent-class')), 'only this agent class: browser, bot, tool, library, player, cdn, unknown'); // biome-ignore format: one text
  t.equal(filterMeaning(requireDimension('status')), 'only this status or class (4xx)');
  t.equal(filterMeaning(requireDimension('key')), 'only this key');
  t.equal(filterMeaning(requireDimension('param')), 'only this URL parameter: name=value');
});

t.test('every field with words can be searched, by its own name', async (t) => {
  const withWords = FIELDS.filter(({ mapping }) => mapping.fields !== undefined);
  t.strictSame(
    TEXT_FIELD_TABLE.map(({ field }) => field).sort(),
    withWords.map(({ name }) => name).sort(),
  );
  for (const { name, field } of TEXT_FIELD_TABLE) t.equal(name, field);
});

t.test('no parameter of a question has the name of a filter', async (t) => {
  for (const { name, argument, parameters } of QUESTION_TABLE) {
    const others = [...PARAMETER_OF_ALL_TABLE, ...DIMENSIONS, ...FILTER_TABLE, ...RANGE_TABLE].map(
      (row) => row.name,
    );
    const own = parameters.map((parameter) => PARAMETER_TABLE[parameter].name as string); // wider
    const all = [...others, ...own, ...(argument === null ? [] : [argument.name])];
    t.equal(new Set(all).size, all.length, name);
  }
  t.equal(new Set(QUESTION_TABLE.map(({ name }) => name)).size, QUESTION_TABLE.length);
  for (const [key, { name }] of Object.entries(PARAMETER_TABLE)) t.equal(key, name);
});

t.test('parameters and their values are the documented ones', async (t) => {
  t.strictSame(
    QUESTION_TABLE.map(({ name, argument, parameters }) => [name, argument?.name ?? null, argument?.default ?? null, ...parameters]), // biome-ignore format: one row
    [
      [
        'top',
        'dimension',
        null,
        'by',
        'cost',
        'limit',
        'order',
        'since',
        'until',
        'minute-bytes',
        'sort',
      ],
      ['compare', 'dimension', 'ip', 'by', 'limit'],
      ['timeline', null, null, 'by', 'cost', 'interval', 'split', 'minute-bytes'],
      ['growth', 'dimension', 'ip', 'by', 'cost', 'limit', 'vs', 'sort'],
      ['why', null, null, 'by', 'day'],
      ['search', 'text', null, 'in', 'literal', 'limit', 'after'],
      ['records', null, null, 'sort', 'fields', 'limit'],
      ['scrapers', null, null, 'limit', 'min-score', 'members'],
      ['client', 'client', null, 'by', 'cost', 'limit'],
      ['bill', null, null, 'bill-gb', 'bill'],
    ],
  );
  const { by, limit, order, interval, in: fields } = PARAMETER_TABLE;
  t.strictSame([by.default, limit.default, order.default, interval.default], ['bytes', '10', 'desc', 'day']); // biome-ignore format: one row
  t.equal(fields.default, 'user_agent,referrer,key,url_query');
  t.strictSame(by.choices, EVERY_METRIC.map(({ name }) => name)); // biome-ignore format: one rule
  t.strictSame(interval.choices, INTERVAL_TABLE.map(({ name }) => name)); // biome-ignore format: one rule
  t.strictSame(interval.choices, ['second', 'minute', 'hour', 'day', 'week', 'month']);
  t.equal(LIMIT_MAX, 10_000);
});

t.test('what depends on today\u2019s rules and lists says on which', async (t) => {
  const derived = FIELDS.filter(({ origin }) => origin === 'derived').map(({ name }) => name);
  for (const { name, field, derivedBy } of DIMENSIONS)
    t.equal(derivedBy?.[0] === 'fields', derived.includes(field), name);
  const by = (part: string) =>
    DIMENSIONS.filter(({ derivedBy = [] }) => derivedBy.some((each) => each === part));
  t.strictSame(by('agents').map(({ field }) => field), ['agent_name', 'agent_class', 'os', 'device']); // biome-ignore format: one rule
  t.strictSame(by('files').map(({ field }) => field), ['country', 'asn', 'as_org', 'origin']); // biome-ignore format: one rule
  t.strictSame(findMetric('full-downloads')?.derivedBy, ['fields']);
});

t.test('a metric has a name of its own and is ordered by what is aggregated', async (t) => {
  t.strictSame(
    METRIC_TABLE.map(({ name }) => name),
    ['bytes', 'requests', 'downloads', 'full-downloads'],
  );
  for (const metric of METRIC_TABLE) {
    const order = orderOf(metric);
    t.ok(order === '_count' || order in METRIC_AGGREGATIONS, metric.name);
  }
  const summed = METRIC_TABLE.flatMap(({ aggregation }) =>
    aggregation !== null && 'sum' in aggregation ? [aggregation.sum.field] : [],
  );
  t.strictSame(summed, ['bytes_sent', 'download_ppm']);
  for (const field of summed) t.match(mappingOf(field), { type: /^(long|integer)$/ }, field);
  t.equal(findMetric('bytes')?.key, 'bytes');
  t.equal(findMetric('colour'), null);
});

t.test('every metric has a name and a key of its own, and one slot in a bucket', async (t) => {
  for (const property of ['name', 'key', 'heading', 'meaning'] as const)
    t.equal(
      new Set(EVERY_METRIC.map((metric) => metric[property])).size,
      EVERY_METRIC.length,
      property,
    );
  for (const { name, key } of EVERY_METRIC) {
    t.match(name, /^[a-z][a-z0-9-]*$/);
    t.equal(key, name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), 'one scheme'); // biome-ignore format: one rule
  }
  for (const metric of EXTRA_METRIC_TABLE) {
    t.strictSame(Object.keys(aggregationOf(metric)), ['extra'], metric.name);
    t.match(orderOf(metric), /^extra(>of)?$/);
  }
});

t.test('metrics add up, and full downloads are shown in whole files', async (t) => {
  const bucket = {
    doc_count: 2,
    bytes: { value: 3 },
    downloads: { doc_count: 1 },
    'full-downloads': { value: 1_500_000 },
  };
  const twice = addMetrics(readMetrics(bucket), readMetrics(bucket));
  t.strictSame(showMetrics(twice), { bytes: 6, requests: 4, downloads: 2, fullDownloads: 3 });
  t.strictSame(addMetrics(twice, NO_METRICS), twice);
});

t.test('a bucket that is only ranked has the metric it is ranked by', async (t) => {
  for (const metric of METRIC_TABLE) {
    const { name, key, unit } = metric;
    const order = orderOf(metric);
    const aggregations = Object.keys(aggregationOf(metric));
    t.strictSame(aggregations, order === '_count' ? [] : [order], name);
    t.equal(unit, key === 'fullDownloads' ? 1_000_000 : 1);
    const bucket = { doc_count: 5, [order]: { value: 6, doc_count: 6 } };
    t.equal(rawValueIn(bucket, metric), order === '_count' ? 5 : 6, name);
  }
  const raw = { bytes: 1, requests: 2, downloads: 3, 'full-downloads': 4 };
  t.strictSame(
    METRIC_TABLE.map((metric) => rawValueOf(raw, metric)),
    [1, 2, 3, 4],
  );
});

t.test('an aggregation that is not there counts nothing', async (t) => {
  t.strictSame(readMetrics({ doc_count: 3 }), { ...NO_METRICS, requests: 3 });
});

t.test('only what adds up has parts', async (t) => {
  const all = { sum: true, linear: true, extreme: false, distinct: false, ratio: false, estimate: false } as const satisfies Record<Combines, boolean>; // biome-ignore format: one row
  for (const [combines, wanted] of Object.entries(all) as [Combines, boolean][]) // its own keys
    t.equal(addsUp({ combines }), wanted, combines);
});
