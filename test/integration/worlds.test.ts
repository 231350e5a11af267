/**
 * Goal: every answer about small worlds with one trap each is the naive count's. worlds-months,
 * worlds-days and worlds-flat-tail do the same for larger ones.
 */
import t from 'tap';
import { testEngineUrl } from '../support/opensearch.ts';
import { makeDaysWorld } from '../worlds/world-days.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';
import {
  makeFewWorld,
  makeHugeWorld,
  makeOneWorld,
  makeTiedMonthWorld,
  makeTiesWorld,
  makeZeroWorld,
} from '../worlds/worlds-small.ts';

const url = testEngineUrl();
const worlds = [
  makeTiesWorld(),
  makeTiedMonthWorld(),
  makeFewWorld(),
  makeOneWorld(),
  makeZeroWorld(),
  makeHugeWorld(),
];
for (const world of worlds) await worldSuite(t, { url, world }); // one engine, one world at a time

t.test('in three worlds at least, a plain terms aggregation must be wrong', async (t) => {
  const names = [...worlds, makeMonthsWorld(), makeDaysWorld()].flatMap((world) =>
    world.isPlainTermsWrong ? [world.name] : [],
  );
  t.ok(names.length >= 3, names.join(', '));
});
