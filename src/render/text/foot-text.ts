/** The foot of an answer, in lines of a terminal. Pure. */
import { printable } from '../../core/printable.ts';
import type { Foot } from '../../questions/present/foot.ts';
import { linesOf } from './answer-text.ts';
import { textWidth } from './text-width.ts';

const BETWEEN = ' · ';

/** Notes as one paragraph, then the one line; where it has no room, it is broken between its parts. */
export function footText(foot: Foot, columnsMax: number | null): string {
  const lines: string[] = [];
  for (const part of foot.parts.map(printable)) {
    const line = lines.at(-1);
    const longer = line === undefined ? part : line + BETWEEN + part;
    if (line !== undefined && (columnsMax === null || textWidth(longer) <= columnsMax))
      lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return notesText(foot, columnsMax) + lines.flatMap((line) => linesOf(line, columnsMax)).join('');
}

/** Empty where there is nothing to say. */
export const notesText = ({ notes }: Pick<Foot, 'notes'>, columnsMax: number | null): string =>
  notes.length === 0 ? '' : linesOf(notes.join(' '), columnsMax).join('');
