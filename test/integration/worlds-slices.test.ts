/**
 * Goal: every answer is the naive count's where OpenSearch searches an index in slices, whose lists of
 * first groups prove nothing. That record indices refuse slices, whatever the cluster forces, is in
 * question-guard-rails.
 */
import t, { type Test } from 'tap';
import { request, testEngineUrl } from '../support/opensearch.ts';
import { ONE_OF_EACH_KIND } from '../worlds/world.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import { makeHugeWorld } from '../worlds/worlds-small.ts';

const SLICES = {
  'index.search.concurrent_segment_search.mode': 'all',
  'index.search.concurrent.max_slice_count': 4,
};
/** Of request ids: records that are written once more, alike, each lot into a segment of its own. */
const LOTS = ['[0-7].*', '[8-F].*', '[G-N].*'];

// Whether slices change a list or a sum is the same for all dimensions and metrics of a kind.
const asked = { dimensions: ONE_OF_EACH_KIND, pairs: 'turns', asksFilters: false } as const;

for (const world of [{ ...makeMonthsWorld(), asksExtras: 'once' as const }, makeHugeWorld()])
  await worldSuite(t, {
    url: testEngineUrl(),
    world: { ...world, ...asked, asksFolds: false },
    prepare: (prefix) => cut(t, `/${prefix}-records-*`),
  }); // one engine, one world at a time

/** A slice is made of whole segments, and what one sync writes is hardly more than one. */
async function cut(t: Test, path: string): Promise<void> {
  for (const lot of LOTS) {
    const query = { regexp: { request_id: lot } };
    await request('POST', `${path}/_update_by_query?refresh=true`, { query }); // segment by segment
  }
  await request('PUT', `${path}/_settings`, SLICES);
  await request('POST', `${path}/_search?size=0`, { aggs: { a: { terms: { field: 'key' } } } });
  const { body } = await request('GET', `${path}/_stats/search`);
  const { concurrent_avg_slice_count: slices } = (
    body as {
      readonly _all: { readonly total: { readonly search: Readonly<Record<string, number>> } };
    }
  )._all.total.search; // the shape of every such answer
  t.ok((slices ?? 0) > 2, `${slices} slices a search`);
}
