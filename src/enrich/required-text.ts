/**
 * What stands in every text that a regular expression matches: so most of many expressions need not be
 * tried. Where it is unsure it says less.
 */

/** A class, a group without groups inside, an escape by number or name, a count, or one character. */
const PIECES =
  /\[(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)|\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[A-Za-z]|\d+)|\\.|\{[^}]*\}|[\s\S]/g;
/** Characters that stand for themselves, or escapes of signs, such as `\/`. */
const LITERAL = /^(?:\\[^A-Za-z0-9]|[^\\^$.*+?()[\]{}|])+$/;
/** Of what stands before it there may be nothing. */
const OPTIONAL = /^(?:[*?]|\{.*)$/;

/** The longest run of characters that stand for themselves; empty where there is none. */
export function requiredText(pattern: string): string {
  if (LITERAL.test(pattern)) return pattern.replaceAll(/\\([\s\S])/g, '$1'); // most are no more than a name
  let longest = '';
  let run = '';
  const endRun = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (const [piece] of pattern.matchAll(PIECES)) {
    if (piece === '|' || piece === '(') return ''; // alternatives; groups in groups
    if (LITERAL.test(piece)) run += piece.slice(-1);
    else {
      if (OPTIONAL.test(piece)) run = run.slice(0, -1);
      endRun();
    }
  }
  endRun();
  return longest;
}
