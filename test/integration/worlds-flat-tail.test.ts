/**
 * Goal: every answer is the naive count's over 33,000 clients, nearly all alike: only a sweep can
 * prove an answer. (TAMARIN_FLAT_TAIL=250000: of more.)
 */
import t from 'tap';
import { testEngineUrl } from '../support/opensearch.ts';
import { makeFlatTailWorld } from '../worlds/world-flat-tail.ts';
import { worldSuite } from '../worlds/world-suite.ts';

await worldSuite(t, { url: testEngineUrl(), world: makeFlatTailWorld() });
