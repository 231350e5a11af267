/** Sentences in lines of a terminal, broken between words. Pure. */
import textWidth from 'string-width';

/** A number and its unit are one word. */
const BETWEEN_WORDS = / (?!(?:[kMGTP]?B|UTC|s|h|%|×)(?:[\s.,;:)]|$))/;

/**
 * Lines of at most `columnsMax` cells; a word that is wider has a line of its own, whole. Each further
 * line begins with the blanks with which the text begins, and two more where it is a list's.
 */
export function wrap(text: string, columnsMax: number | null): readonly string[] {
  if (columnsMax === null || textWidth(text) <= columnsMax) return [text];
  const [blanks = ''] = /^ */.exec(text) ?? [];
  const indent = /^ *- /.test(text) ? `${blanks}  ` : blanks;
  const lines: string[] = [];
  let line = blanks;
  let isBegun = false;
  for (const word of text.slice(blanks.length).split(BETWEEN_WORDS)) {
    const longer = isBegun ? `${line} ${word}` : line + word;
    if (isBegun && textWidth(longer) > columnsMax) {
      lines.push(line);
      line = indent + word;
    } else line = longer;
    isBegun = true;
  }
  return [...lines, line];
}
