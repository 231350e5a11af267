/** Goal: range and filters become a query of filters alone, and no index of the range is left out. */
import fc from 'fast-check';
import t from 'tap';
import { asIndexName } from '../../../src/core/brand.ts';

import { requireDimension } from '../../../src/questions/ask/dimension-table.ts';
import { NUMBER_TABLE } from '../../../src/questions/ask/number-table.ts';
import { type Filter, isInScope, scopeQuery } from '../../../src/questions/ask/scope.ts';
import { takeSeed } from '../../house/seed.ts';

const EVERYTHING = { from: null, to: null, filters: [] };
const from = '2026-01-01T00:00:00.000Z';
const to = '2026-02-01T00:00:00.000Z';
const [ip, key, status, tls] = ['ip', 'key', 'status', 'tls-version'].map(requireDimension);
if (ip === undefined || key === undefined || status === undefined || tls === undefined)
  throw new Error('no dimension');
const [bytes] = NUMBER_TABLE;

t.test('everything is match_all, which is the cheapest', async (t) => {
  t.strictSame(scopeQuery(EVERYTHING), { match_all: {} });
});

const bounds = { range: { '@timestamp': { gte: from, lt: to } } };

t.test('a range has its begin in it and its end not', async (t) => {
  t.strictSame(scopeQuery({ from, to, filters: [] }), { bool: { filter: [bounds] } });
  t.strictSame(scopeQuery({ from: null, to, filters: [] }), {
    bool: { filter: [{ range: { '@timestamp': { lt: to } } }] },
  });
  t.strictSame(scopeQuery({ from, to: null, filters: [] }), {
    bool: { filter: [{ range: { '@timestamp': { gte: from } } }] },
  });
});

// biome-ignore format: a table, one row a filter
const FILTERS: readonly { readonly name: string; readonly filter: Filter; readonly query: unknown }[] = [
  { name: 'is', filter: { dimension: ip, test: 'is', values: ['192.0.2.1', '198.51.100.0/24'] }, query: { terms: { remote_ip: ['192.0.2.1', '198.51.100.0/24'] } } },
  { name: 'is not', filter: { dimension: ip, test: 'is_not', values: ['192.0.2.1'] }, query: { bool: { must_not: [{ terms: { remote_ip: ['192.0.2.1'] } }] } } },
  { name: 'prefix', filter: { dimension: key, test: 'prefix', values: ['a/', 'b*'] }, query: { bool: { should: [{ prefix: { key: { value: 'a/' } } }, { prefix: { key: { value: 'b*' } } }] } } },
  { name: 'lacks', filter: { dimension: key, test: 'lacks', values: [] }, query: { bool: { must_not: [{ exists: { field: 'key' } }] } } },
  { name: 'status', filter: { dimension: status, test: 'is', values: ['404'] }, query: { terms: { http_status: ['404'] } } },
  { name: 'class', filter: { dimension: status, test: 'is', values: ['4xx', '200'] }, query: { bool: { should: [{ range: { http_status: { gte: 400, lt: 500 } } }, { terms: { http_status: ['200'] } }] } } },
  { name: 'a key that looks like a class', filter: { dimension: key, test: 'is', values: ['4xx'] }, query: { terms: { key: ['4xx'] } } },
  { name: 'a pattern', filter: { dimension: key, test: 'is', values: [], patterns: ['a*'] }, query: { bool: { should: [{ wildcard: { key: { value: 'a*' } } }] } } },
  { name: 'a pattern and a value left out', filter: { dimension: key, test: 'is_not', values: ['b'], patterns: ['a*'] }, query: { bool: { must_not: [{ bool: { should: [{ terms: { key: ['b'] } }, { wildcard: { key: { value: 'a*' } } }] } }] } } },
  { name: 'a value in any case', filter: { dimension: tls, test: 'is', values: ['TLSv1.2'], patterns: ['*3'] }, query: { bool: { should: [{ term: { tls_version: { value: 'TLSv1.2', case_insensitive: true } } }, { wildcard: { tls_version: { value: '*3', case_insensitive: true } } }] } } },
  { name: 'over', filter: { number: bytes, test: 'over', value: 5, given: '5' }, query: { range: { bytes_sent: { gt: 5 } } } },
  { name: 'under', filter: { number: bytes, test: 'under', value: 5, given: '5' }, query: { range: { bytes_sent: { lt: 5 } } } },
];

for (const { name, filter, query } of FILTERS) {
  t.test(`filter: ${name}`, async (t) => {
    t.strictSame(scopeQuery({ ...EVERYTHING, filters: [filter] }), { bool: { filter: [query] } });
  });
}

t.test('range, filters and what a question adds are all needed', async (t) => {
  const filters = FILTERS.slice(0, 2).map(({ filter }) => filter);
  const more = { exists: { field: 'key' } };
  t.strictSame(scopeQuery({ from, to, filters }, more), {
    bool: { filter: [bounds, FILTERS[0]?.query, FILTERS[1]?.query, more] },
  });
});

t.test('an index is asked unless its whole month or day lies outside the range', async (t) => {
  const names = ['p-2025-records-2025-12', 'i-records-2026-01', 'i-records-2026-02', 'i-records-2026-02-14', 'i-records-2026-03-01', 'i-records-odd'].map(asIndexName); // biome-ignore format: a list
  const within = (from: string | null, to: string | null) =>
    names
      .filter((name) => isInScope(name, { from, to, filters: [] }))
      .map((name) => name.replace(/^.*records-/, ''));
  t.strictSame(within(null, null), ['2025-12', '2026-01', '2026-02', '2026-02-14', '2026-03-01', 'odd']); // biome-ignore format: a list
  t.strictSame(within('2026-02-14T00:00:00.000Z', null), ['2026-02', '2026-02-14', '2026-03-01', 'odd']); // biome-ignore format: a list
  t.strictSame(within('2026-02-15T00:00:00.000Z', '2026-02-28T00:00:00.000Z'), ['2026-02', 'odd']);
  t.strictSame(within(null, '2026-01-31T23:59:59.000Z'), ['2025-12', '2026-01', 'odd']);
  t.strictSame(within(null, '2026-02-01T00:00:00.000Z'), ['2025-12', '2026-01', 'odd']);
});

t.test('an index that ends in no month is asked, whatever it is called', async (t) => {
  const range = { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z', filters: [] };
  for (const end of ['odd', '2026', '', '7-2026-02-x']) t.ok(isInScope(asIndexName(end), range));
  for (const end of ['2026-13', '2026-00', '2026-02-99'])
    t.ok(isInScope(asIndexName(`i-records-${end}`), range), end);
});

t.test('no index is left out that may hold a record of the range', async () => {
  const time = fc.date({ min: new Date('2025-11-01'), max: new Date('2026-04-01'), noInvalidDate: true }).map((date) => date.toISOString()); // biome-ignore format: one arbitrary
  fc.assert(
    fc.property(time, fc.option(time), fc.option(time), (record, from, to) => {
      fc.pre((from === null || record >= from) && (to === null || record < to));
      return [7, 10].every((length) =>
        isInScope(asIndexName(`i-records-${record.slice(0, length)}`), { from, to, filters: [] }),
      );
    }),
    { seed: takeSeed(t) },
  );
});
