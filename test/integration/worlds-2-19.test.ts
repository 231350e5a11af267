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
  // Each kind of filter, metric and group: what differs between two servers is how they read a request.
  const once = { pairs: 'once', dimensions: ONE_OF_EACH_KIND, asksFolds: false } as const;
  const months = {
    ...makeMonthsWorld(),
    ...once,
    asksFilters: 'kinds',
    asksExtras: 'once',
  } as const;
  for (const world of [months, { ...makeTiesWorld(), ...once }, { ...makeHugeWorld(), ...once }])
    await worldSuite(t, { url: node.url, world }); // one engine, one world at a time
}
