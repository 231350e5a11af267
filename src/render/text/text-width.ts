/** How many columns of a terminal a text takes. */
import type stringWidth from 'string-width';
import { loadLate } from '../../core/load-late.ts';

const ASCII = /^[ -~]*$/;

/** Other texts need tables of characters, which take 20 ms to load. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  const { default: width } = loadLate('string-width') as { default: typeof stringWidth };
  return width(text);
}
