/** Goal: the oldest OpenSearch that is supported gives the same numbers, wherever there is a JDK 17. */
import t from 'tap';
import { startOpenSearch219 } from '../support/opensearch-2-19.ts';
import { ONE_OF_EACH_KIND } from '../worlds/world.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import { makeHugeWorld, makeTiesWorld } from '../worlds/worlds-small.ts';

const node = await startOpenSearch219();
if (node === null) {
  t.pass('OpenSearch 2.19 was asked', { skip: 'there is no JDK 17 or no Maven here' });
} else {
  t.teardown(() => node.stop());
  // Filters are asked in full: they are where the two servers read a query differently.
  for (const world of [makeMonthsWorld(), makeTiesWorld(), makeHugeWorld()])
    await worldSuite(t, { url: node.url, world: { ...world, dimensions: ONE_OF_EACH_KIND } }); // one engine, one world at a time
}
