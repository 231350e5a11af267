/** Asks `search`, by its question alone or as a user does. */
import type { Test } from 'tap';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import { type Result, runTamarin } from './run-tamarin.ts';
import type { PortOf } from './search-ports.ts';

export const EVERY_HIT = '10000';
const SEARCH_TIMEOUT_MS = 60_000;

/** Through the questions alone: for the many texts that need no process each. */
export const searchThrough =
  (portOf: PortOf) =>
  async (prefix: string, raw: RawParameters): Promise<SearchAnswer> => {
    const port = portOf(prefix, { timeoutMs: SEARCH_TIMEOUT_MS });
    const answer = await askQuestion('search', { limit: EVERY_HIT, ...raw }, port);
    if (answer.question !== 'search') throw new Error(`"${answer.question}" was not asked`);
    return answer;
  };

export const runSearch = (prefix: string, ...args: readonly string[]): Promise<Result> =>
  runTamarin(['search', ...args], { TAMARIN_INDEX_PREFIX: prefix });

/** As a user asks. */
export async function searchByCommand(
  t: Test,
  prefix: string,
  ...args: readonly string[]
): Promise<SearchAnswer> {
  const { code, stdout, stderr } = await runSearch(prefix, '--json', ...args);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}
