/**
 * Goal: every answer is the naive count's over 35 daily indices, among which no top list of a
 * day holds a top client.
 */
import t from 'tap';
import { testEngineUrl } from '../support/opensearch.ts';
import { makeDaysWorld } from '../worlds/world-days.ts';
import { worldSuite } from '../worlds/world-suite.ts';

await worldSuite(t, { url: testEngineUrl(), world: makeDaysWorld() });
