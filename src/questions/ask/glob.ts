/**
 * Patterns as a person writes them: `*` is any text, `?` any one character, and a backslash before
 * either, or before another backslash, takes it for itself. Any other backslash is one.
 */
import { TamarinError } from '../../core/error.ts';

export type Glob =
  | { readonly kind: 'exact'; readonly value: string }
  /** As a `wildcard` query takes it. */
  | { readonly kind: 'pattern'; readonly pattern: string };

type Token = { readonly kind: 'any' | 'one' } | { readonly kind: 'is'; readonly text: string };

const TOKEN = /\\([*?\\])|\*+|[\s\S]/gu;

/** @throws TamarinError `usage` for a pattern that OpenSearch would refuse */
export function readGlob(text: string): Glob {
  const tokens = tokensOf(text);
  const isExact = tokens.every(({ kind }) => kind === 'is');
  if (!isExact) refuseTooComplex(text, tokens);
  const parts = tokens.map((token) => (isExact ? plainText(token) : patternText(token)));
  return isExact
    ? { kind: 'exact', value: parts.join('') }
    : { kind: 'pattern', pattern: parts.join('') };
}

/** The pattern that finds only this. */
export const escapeGlob = (text: string): string => text.replace(/[*?\\]/g, '\\$&');

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(TOKEN)].map(([whole, escaped]): Token => {
    if (escaped !== undefined) return { kind: 'is', text: escaped };
    if (whole.startsWith('*')) return { kind: 'any' };
    return whole === '?' ? { kind: 'one' } : { kind: 'is', text: whole };
  });

const plainText = (token: Token): string => (token.kind === 'is' ? token.text : '');

function patternText(token: Token): string {
  switch (token.kind) {
    case 'any':
      return '*';
    case 'one':
      return '?';
    case 'is':
      return escapeGlob(token.text);
    default:
      return token satisfies never;
  }
}

/** As the text of a search. */
const CHARACTERS_MAX = 300;
/**
 * Lucene gives up an automaton at 100,000, and may count two places where we count one
 * (test/integration/globs.test.ts). Those of `?` behind `*` double with each.
 */
const WORK_MAX = 40_000;

function refuseTooComplex(text: string, tokens: readonly Token[]): void {
  if (tokens.length <= CHARACTERS_MAX && workOf(tokens) <= WORK_MAX) return;
  throw new TamarinError('usage', `The pattern "${text}" is too long or too complex.`, {
    hint: `At most ${CHARACTERS_MAX} characters, and only a few "?" behind a "*".`,
  });
}

/**
 * What it takes to make an automaton of the pattern that is in one state at a time: the sizes of all
 * sets of places in which the pattern can be at once, as Lucene counts them.
 */
function workOf(tokens: readonly Token[]): number {
  const steps = tokens.filter(({ kind }) => kind !== 'any');
  const loops = new Set<number>();
  let place = 0;
  for (const { kind } of tokens) {
    if (kind === 'any') loops.add(place);
    else place += 1;
  }
  const letters = [...new Set(steps.map((step) => (step.kind === 'is' ? step.text : '')))];
  const next = (places: readonly number[], letter: string): readonly number[] => {
    const reached = new Set<number>();
    for (const at of places) {
      const step = steps[at];
      if (loops.has(at)) reached.add(at);
      if (step !== undefined && (step.kind === 'one' || plainText(step) === letter))
        reached.add(at + 1);
    }
    return [...reached].sort((a, b) => a - b);
  };
  const seen = new Set<string>(['0']);
  const waiting: (readonly number[])[] = [[0]];
  let work = 0;
  for (let places = waiting.pop(); places !== undefined && work <= WORK_MAX; ) {
    work += places.length;
    for (const letter of ['', ...letters]) {
      const reached = next(places, letter);
      const name = reached.join();
      if (seen.has(name)) continue;
      seen.add(name);
      waiting.push(reached);
    }
    places = waiting.pop();
  }
  return work;
}
