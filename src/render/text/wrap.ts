/** Sentences in lines of a terminal, broken between words. Pure. */
import { textWidth } from './text-width.ts';

/** A number and its unit are one word. */
const BETWEEN_WORDS = / (?!(?:[kMGTP]?B|UTC|s|h|%|×)(?:[\s.,;:)]|$))/;

/** A text of several lines, each of them broken, with line ends. */
export const wrapLines = (text: string, columnsMax: number | null, hang?: number): string =>
  text
    .split('\n')
    .flatMap((line) => wrap(line, columnsMax, hang))
    .map((line) => `${line}\n`)
    .join('');

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

/** As many parts of a line, between commas, as there is room for; at least what fits of the first. */
export function cutLine(text: string, columnsMax: number | null): string {
  if (columnsMax === null || textWidth(text) <= columnsMax) return text;
  const parts = text.split(', ');
  while (parts.length > 1 && textWidth(parts.join(', ')) > columnsMax) parts.pop();
  let [cells, shown] = [0, ''];
  for (const character of parts.join(', ')) {
    cells += textWidth(character);
    if (cells > columnsMax) break;
    shown += character;
  }
  return shown;
}
