/** Goal: the requests derived from panels are those that OpenSearch Dashboards makes of them. */
import t from 'tap';
import { dashboardFiles, TARGET } from '../../src/dashboards/dashboard-files.ts';
import { requestsOf } from './panel-request.ts';
import { readObjects } from './read-objects.ts';

const all = readObjects(dashboardFiles(TARGET).at(-1)?.text ?? '');
const range = { gte: '2026-01-01T00:00:00.000Z', lte: '2026-01-31T00:00:00.000Z' };
const within = { range: { '@timestamp': { ...range, format: 'strict_date_optional_time' } } };

function requestsOfId(id: string) {
  const object = all.find((each) => each.id === id);
  if (object === undefined) throw new Error(`There is no ${id}`);
  return requestsOf(object, range);
}

t.test(
  'a list: metrics within groups, by the id of the first, as many of each shard as it says',
  async (t) => {
    t.strictSame(requestsOfId('tamarin-ips-by-bytes'), [
      {
        size: 0,
        track_total_hits: true,
        query: { bool: { filter: [{ match_all: {} }, within] } },
        aggs: {
          4: {
            terms: { field: 'remote_ip', size: 10, order: { 1: 'desc' }, shard_size: 20_000 },
            aggs: { 1: { sum: { field: 'bytes_sent' } }, 3: { cardinality: { field: 'key' } } },
          },
        },
      },
    ]);
  },
);

t.test('a list of downloads: the filter of the metric, by the number of records', async (t) => {
  const downloads = {
    bool: {
      filter: [
        { terms: { operation: ['REST.GET.OBJECT', 'WEBSITE.GET.OBJECT'] } },
        { terms: { http_status: [200, 206] } },
      ],
    },
  };
  t.match(requestsOfId('tamarin-ips-by-downloads'), [
    {
      query: { bool: { filter: [{ match_all: {} }, downloads, within] } },
      aggs: { 4: { terms: { order: { _count: 'desc' } } } },
    },
  ]);
});

t.test('a chart: groups within times, and what DQL says', async (t) => {
  const ranged = (...bounds: readonly object[]) =>
    bounds.map((bound) => ({ range: { http_status: bound } }));
  t.match(requestsOfId('tamarin-statuses-over-time'), [
    {
      aggs: {
        2: {
          date_histogram: { field: '@timestamp', time_zone: 'UTC', min_doc_count: 1 },
          aggs: {
            3: {
              filters: {
                filters: {
                  '4xx refused': { bool: { filter: ranged({ gte: '400' }, { lt: '500' }) } },
                },
              },
            },
          },
        },
      },
    },
  ]);
});

t.test('a drawing asks with its own body, words ask nothing, each menu asks once', async (t) => {
  t.match(requestsOfId('tamarin-compare-bytes'), [
    { size: 0, query: { bool: { filter: [{ match_all: {} }, within] } }, aggs: { groups: { terms: { size: 20_000 } } } }, // biome-ignore format: one body
  ]);
  t.strictSame(requestsOfId('tamarin-overview-text'), []);
  t.equal(requestsOfId('tamarin-menus').length, 4);
});
