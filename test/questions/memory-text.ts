/**
 * Text queries as Lucene reads them: words of the analyzer `tamarin_words`, wildcards, and regular
 * expressions of which only `.*` at both ends is known, so that any operator left unescaped is an
 * error.
 */

type Test = (value: string) => boolean;

/** `é` as one character loses its accent; a mark of its own behind an `e` stays. */
const fold = (character: string): string => {
  const [letter = '', ...marks] = character.normalize('NFD');
  return marks.length > 0 && marks.every((mark) => /\p{M}/u.test(mark)) ? letter : character;
};

export const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => [...word.toLowerCase()].map(fold).join(''));

export function findsPhrase(query: string): Test {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return () => false; // `zero_terms_query: none`
  return (value) => {
    const words = wordsOf(value);
    return words.some((_, at) => wanted.every((word, next) => words[at + next] === word));
  };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** `*` and `?`, and `\` before either or itself; upper and lower case of ASCII alone are one. */
export function readWildcard(pattern: string, isLoose: boolean): Test {
  const source = pattern.replace(/\\([\s\S]?)|[\s\S]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return literal(escaped);
    if (part === '*') return '[\\s\\S]*';
    return part === '?' ? '[\\s\\S]' : literal(part);
  });
  // As code points; but `u` with `i` would fold more than ASCII.
  return tester(new RegExp(`^${source}$`, isLoose ? 'i' : 'u'));
}

/** `"` quotes and `\d` is a class even without flags. */
const OPERATORS = /[.?+*|{}[\]()"]/;
const CLASSES = /[a-z0-9]/i;

export function readRegexp(pattern: string, isLoose: boolean): Test {
  const inner = /^\.\*([\s\S]*)\.\*$/.exec(pattern)?.[1];
  if (inner === undefined) throw new Error(`a regexp is matched as a whole: ${pattern}`);
  return tester(new RegExp(sourceOf(inner, pattern), isLoose ? 'iu' : 'u'));
}

/** Of a list of groups: those that begin so. */
export function readInclude(pattern: string): Test {
  const start = /^([\s\S]*)\.\*$/.exec(pattern)?.[1];
  if (start === undefined) throw new Error(`groups are included by how they begin: ${pattern}`);
  return tester(new RegExp(`^${sourceOf(start, pattern)}`, 'u'));
}

function sourceOf(inner: string, pattern: string): string {
  return inner.replace(/\\([\s\S]?)|[\s\S]/gu, (part, escaped: string | undefined) => {
    if (escaped === undefined && OPERATORS.test(part)) throw new Error(`operator: ${pattern}`);
    if (escaped !== undefined && (escaped === '' || CLASSES.test(escaped)))
      throw new Error(`class: ${pattern}`);
    return literal(escaped ?? part);
  });
}

/** `AUTO`: no slip in two letters, one in up to five, else two. A swap of neighbours is one. */
export function isNear(wanted: string): Test {
  const most = wanted.length < 3 ? 0 : wanted.length < 6 ? 1 : 2;
  const slips = (a: string, b: string, left: number): boolean => {
    if (a === b) return true;
    if (left === 0) return false;
    if (a !== '' && a[0] === b[0]) return slips(a.slice(1), b.slice(1), left);
    const isSwap = a.length > 1 && a[0] === b[1] && a[1] === b[0];
    return (
      slips(a.slice(1), b, left - 1) ||
      slips(a, b.slice(1), left - 1) ||
      slips(a.slice(1), b.slice(1), left - 1) ||
      (isSwap && slips(a.slice(2), b.slice(2), left - 1))
    );
  };
  return (value) => Math.abs(value.length - wanted.length) <= most && slips(wanted, value, most);
}

const tester =
  (expression: RegExp): Test =>
  (value) =>
    expression.test(value);
