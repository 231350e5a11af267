/** Goal: every dimension and metric can be asked for by name, and OpenSearch can compute it. */
import fc from 'fast-check';
import t from 'tap';
import { asIndexName } from '../../src/core/brand.ts';
import { FIELD_TABLE, type Field } from '../../src/core/field-table.ts';
import { DIMENSION_TABLE, findDimension } from '../../src/questions/dimension-table.ts';
import {
  addMetrics,
  findMetric,
  METRIC_AGGREGATIONS,
  METRIC_TABLE,
  NO_METRICS,
  readMetrics,
  showMetrics,
} from '../../src/questions/metric-table.ts';
import { indicesInScope, scopeQuery } from '../../src/questions/question.ts';
import { compareNames, compareRanked } from '../../src/questions/rank.ts';
import { takeSeed } from '../house/seed.ts';

const FIELDS: readonly Field[] = FIELD_TABLE;
const mappingOf = (name: string) => FIELDS.find((field) => field.name === name)?.mapping;

t.test(
  'a dimension has a name of its own and a field that can be grouped and filtered',
  async (t) => {
    t.equal(new Set(DIMENSION_TABLE.map(({ name }) => name)).size, DIMENSION_TABLE.length);
    t.equal(new Set(DIMENSION_TABLE.map(({ field }) => field)).size, DIMENSION_TABLE.length);
    for (const { name, field } of DIMENSION_TABLE) {
      const mapping = mappingOf(field);
      t.ok(mapping, `${name}: ${field} is in the field table`);
      t.not(mapping?.doc_values, false, `${name} can be grouped`);
      t.not(mapping?.index, false, `${name} can be filtered`);
      t.not(mapping?.type, 'text', name);
      t.match(name, /^[a-z-]+$/);
      t.equal(findDimension(name)?.field, field);
    }
    t.equal(findDimension('colour'), null);
    t.equal(findDimension('constructor'), null);
  },
);

t.test('a metric has a name of its own and is ordered by what is aggregated', async (t) => {
  t.strictSame(
    METRIC_TABLE.map(({ name }) => name),
    ['bytes', 'requests', 'downloads', 'full-downloads'],
  );
  for (const { name, order } of METRIC_TABLE)
    t.ok(order === '_count' || order in METRIC_AGGREGATIONS, name);
  for (const field of [
    METRIC_AGGREGATIONS.bytes.sum.field,
    METRIC_AGGREGATIONS.full_downloads.sum.field,
  ])
    t.match(mappingOf(field), { type: /^(long|integer)$/ }, field);
  t.equal(findMetric('bytes')?.key, 'bytes');
  t.equal(findMetric('colour'), null);
});

t.test('metrics add up, and full downloads are shown in whole files', async (t) => {
  const bucket = {
    doc_count: 2,
    bytes: { value: 3 },
    downloads: { doc_count: 1 },
    full_downloads: { value: 1_500_000 },
  };
  const twice = addMetrics(readMetrics(bucket), readMetrics(bucket));
  t.strictSame(showMetrics(twice), { bytes: 6, requests: 4, downloads: 2, fullDownloads: 3 });
  t.strictSame(addMetrics(twice, NO_METRICS), twice);
});

t.test('rows come by value, then by name in the order of code points', async (t) => {
  const names = ['\u{1f600}', '\ufffd', 'é', 'z', 'a', 'Z', '10', '9', ''];
  t.strictSame(names.sort(compareNames), [
    '',
    '10',
    '9',
    'Z',
    'a',
    'z',
    'é',
    '\ufffd',
    '\u{1f600}',
  ]);
  const rows = [
    { name: 'b', value: 1 },
    { name: 'c', value: 2 },
    { name: 'a', value: 1 },
  ];
  t.strictSame(
    rows.sort(compareRanked).map(({ name }) => name),
    ['c', 'a', 'b'],
  );
  const seed = takeSeed(t);
  const name = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [left = [], right = []] = [a, b].map((text) =>
        [...text].map((c) => c.codePointAt(0) ?? 0),
      );
      const at = left.findIndex((point, position) => point !== right[position]);
      const wanted = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      return Math.sign(compareNames(a, b)) === Math.sign(wanted);
    }),
    { seed },
  );
});

t.test('a scope becomes filters, and nothing else', async (t) => {
  t.strictSame(scopeQuery({ from: null, to: null, filters: [] }), { bool: { filter: [] } });
  const from = '2026-01-01T00:00:00.000Z';
  const to = '2026-02-01T00:00:00.000Z';
  const [ip] = DIMENSION_TABLE;
  t.strictSame(
    scopeQuery({
      from,
      to,
      filters: [{ dimension: ip, values: ['192.0.2.1', '198.51.100.0/24'] }],
    }),
    {
      bool: {
        filter: [
          { range: { '@timestamp': { gte: from, lt: to } } },
          { terms: { remote_ip: ['192.0.2.1', '198.51.100.0/24'] } },
        ],
      },
    },
  );
  t.strictSame(scopeQuery({ from: null, to, filters: [] }), {
    bool: { filter: [{ range: { '@timestamp': { lt: to } } }] },
  });
});

t.test('an index is asked unless its whole month or day lies outside the range', async (t) => {
  const names = [
    'p-2025-records-2025-12',
    'i-records-2026-01',
    'i-records-2026-02',
    'i-records-2026-02-14',
    'i-records-2026-03-01',
    'i-records-odd',
  ].map(asIndexName);
  const within = (from: string | null, to: string | null) =>
    indicesInScope(names, { from, to, filters: [] }).map((name) => name.replace(/^.*records-/, ''));
  t.strictSame(within(null, null), [
    '2025-12',
    '2026-01',
    '2026-02',
    '2026-02-14',
    '2026-03-01',
    'odd',
  ]);
  t.strictSame(within('2026-02-14T00:00:00.000Z', null), [
    '2026-02',
    '2026-02-14',
    '2026-03-01',
    'odd',
  ]);
  t.strictSame(within('2026-02-15T00:00:00.000Z', '2026-02-28T00:00:00.000Z'), ['2026-02', 'odd']);
  t.strictSame(within(null, '2026-01-31T23:59:59.000Z'), ['2025-12', '2026-01', 'odd']);
});
