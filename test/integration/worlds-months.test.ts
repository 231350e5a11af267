/**
 * Goal: every answer is the naive count's over three months of mixed requests, each filter with
 * each question.
 */
import t from 'tap';
import { testEngineUrl } from '../support/opensearch.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';
import { worldSuite } from '../worlds/world-suite.ts';

await worldSuite(t, { url: testEngineUrl(), world: makeMonthsWorld() });
