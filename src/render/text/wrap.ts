/** Sentences in lines of a terminal, broken between words. Pure. */
import textWidth from 'string-width';

/** A number and its unit are one word. */
const BETWEEN_WORDS = / (?!(?:[kMGTP]?B|UTC|s|h|%|×)(?:[\s.,;:)]|$))/;

/**
 * Lines of at most `columnsMax` cells; a word that is wider has a line of its own, whole. Each further
 * line begins with the blanks with which the text begins, and two more where it is a list's; or
 * with `hang` blanks.
 */
export function wrap(text: string, columnsMax: number | null, hang?: number): readonly string[] {
  if (columnsMax === null || textWidth(text) <= columnsMax) return [text];
  const [blanks = ''] = /^ */.exec(text) ?? [];
  const listed = /^ *- /.test(text) ? `${blanks}  ` : blanks;
  const indent = hang === undefined ? listed : ' '.repeat(hang);
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
