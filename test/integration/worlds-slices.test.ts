/**
 * Goal: a cluster that forces every search into four slices changes no number: record indices refuse
 * slices by their own setting, and one that takes them is read in full.
 */
import t from 'tap';
import { ownEngine } from '../support/own-engine.ts';
import { ONE_OF_EACH_KIND } from '../worlds/world.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import { makeHugeWorld } from '../worlds/worlds-small.ts';

const engine = await ownEngine(t);
await engine.putSettings({
  'search.concurrent_segment_search.mode': 'all',
  'search.concurrent.max_slice_count': 4,
});
// What is searched is what worlds-months searches: only whether slices change a sum is asked here.
const asked = { dimensions: ONE_OF_EACH_KIND, asksFilters: false } as const;
await worldSuite(t, { url: engine.url, world: { ...makeMonthsWorld(), ...asked } });
await worldSuite(t, {
  url: engine.url,
  world: { ...makeHugeWorld(), ...asked },
  prepare: async (prefix) => {
    const settings = { 'index.search.concurrent_segment_search.mode': 'all' };
    const { status } = await engine.request('PUT', `/${prefix}-records-*/_settings`, settings);
    t.equal(status, 200, 'slices are on in the indices themselves');
  },
});
