/** Asks questions about a world and holds every answer against the naive count. */
import { performance } from 'node:perf_hooks';
import pLimit from 'p-limit';
import type { Test } from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import { differences } from './differences.ts';
import type { RawQuestion } from './naive-filters.ts';
import type { RememberingPort } from './remembering-port.ts';

export interface Case {
  readonly question: 'top' | 'compare' | 'timeline';
  readonly raw: RawQuestion;
  /** What the naive count says. */
  readonly want: object;
}

/** As many as a server with two processors searches at a time. */
const QUESTIONS_AT_ONCE = 4;
/** Of one answer; the first tells what is wrong, the hundredth does not. */
const DIFFERENCES_SHOWN = 3;

/** Each group of cases is one assertion. */
export async function askAll(
  t: Test,
  port: RememberingPort,
  groups: ReadonlyMap<string, readonly Case[]>,
): Promise<void> {
  const limit = pLimit(QUESTIONS_AT_ONCE);
  const startedMs = performance.now();
  port.takeSearches();
  let asked = 0;
  await Promise.all(
    [...groups].map(async ([name, cases]) => {
      const wrong = await Promise.all(cases.map((each) => limit(() => ask(each, port))));
      t.strictSame(wrong.flat(), [], name);
      asked += cases.length;
    }),
  );
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  t.comment(`${asked} questions, ${port.takeSearches()} searches, ${seconds} s`);
}

/** What is wrong with the answer; an empty list where nothing is. */
async function ask({ question, raw, want }: Case, port: RememberingPort): Promise<string[]> {
  const asked = `${question} ${JSON.stringify(raw)}`;
  try {
    const wrong = differences(await askQuestion(question, raw, port), want);
    return wrong.slice(0, DIFFERENCES_SHOWN).map((difference) => `${asked}: ${difference}`);
  } catch (error) {
    return [`${asked}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
