/** Asks `top` over documents in memory, and tells which way the answer took; worlds to ask, and rows in short. */
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { type MemoryOptions, MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { MANY, waysOf } from './ways.ts';

interface Asked {
  readonly answer: TopAnswer;
  readonly ways: readonly string[];
  readonly port: MemorySearch;
}

export async function askTop(
  documents: readonly Document[],
  raw: RawParameters,
  options: MemoryOptions = {},
): Promise<Asked> {
  const port = new MemorySearch(documents, options);
  const answer = await askQuestion('top', raw, port);
  if (answer.question !== 'top') throw new Error(answer.question);
  return { answer, ways: waysOf(port), port };
}

/** Of an estimate of many, so that few groups are listed too. */
export const askTopOfMany = (
  documents: readonly Document[],
  raw: RawParameters,
  options: MemoryOptions = {},
): Promise<Asked> => askTop(documents, raw, { estimateMin: MANY, ...options });

/** So many groups of a month, by name. */
export const named = (
  prefix: string,
  count: number,
  bytes: number | ((n: number) => number),
): readonly (readonly [string, number])[] =>
  Array.from({ length: count }, (_, n): readonly [string, number] => [
    `${prefix}${String(n).padStart(5, '0')}`,
    typeof bytes === 'number' ? bytes : bytes(n),
  ]);

export const namesOf = (rows: readonly { readonly name: string }[]): readonly string[] =>
  rows.map(({ name }) => name);
