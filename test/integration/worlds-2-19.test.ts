/** Goal: the oldest OpenSearch that is supported gives the same numbers, wherever there is a JDK 17. */
import t from 'tap';
import { startOpenSearch219 } from '../support/opensearch-2-19.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import { makeHugeWorld, makeTiesWorld } from '../worlds/worlds-small.ts';

const node = await startOpenSearch219();
if (node === null) t.comment('no JDK 17 or no Maven here: OpenSearch 2.19 was not asked');
else {
  t.teardown(() => node.stop());
  for (const world of [makeMonthsWorld(), makeTiesWorld(), makeHugeWorld()])
    await worldSuite(t, { url: node.url, world }); // one engine, one world at a time
}
