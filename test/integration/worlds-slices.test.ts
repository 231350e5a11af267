/**
 * Goal: a cluster that forces every search into four slices changes no number: record indices refuse
 * slices by their own setting, and one that takes them is read in full.
 */
import t from 'tap';
import { ownEngine } from '../support/own-engine.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import { makeHugeWorld } from '../worlds/worlds-small.ts';

const engine = await ownEngine(t);
await engine.putSettings({
  'search.concurrent_segment_search.mode': 'all',
  'search.concurrent.max_slice_count': 4,
});
await worldSuite(t, { url: engine.url, world: makeMonthsWorld() });
await worldSuite(t, {
  url: engine.url,
  world: makeHugeWorld(),
  prepare: async (prefix) => {
    const settings = { 'index.search.concurrent_segment_search.mode': 'all' };
    const { status } = await engine.request('PUT', `/${prefix}-records-*/_settings`, settings);
    t.equal(status, 200, 'slices are on in the indices themselves');
  },
});
