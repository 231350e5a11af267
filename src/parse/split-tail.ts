/**
 * The tokens after the user agent. AWS adds fields at the end of the line without notice, so their
 * number is open, and a future one may be quoted: a quoted token stays whole and loses its quotes.
 */
import { skipSpaces } from './skip-spaces.ts';

const SIGNATURE_VERSION = /^(?:SigV.*|-)$/s;

export function splitTail(line: string, from: number): string[] {
  const tokens: string[] = [];
  let isQuoteLeft = true;
  let at = skipSpaces(line, from);
  while (at < line.length) {
    const close = line[at] === '"' && isQuoteLeft ? closingQuote(line, at + 1) : -1;
    // Where one quote does not close, no later one does: never search the rest of the line again.
    if (line[at] === '"' && close === -1) isQuoteLeft = false;
    const space = close === -1 ? line.indexOf(' ', at) : close + 1;
    const end = space === -1 ? line.length : space;
    tokens.push(close === -1 ? line.slice(at, end) : line.slice(at + 1, close));
    at = skipSpaces(line, end);
  }
  return withoutPrincipal(tokens);
}

/**
 * In March 2019 lines carried a principal id, or a dash, between version id and host id. It shows
 * because the signature version then is the fourth token and not the third.
 */
function withoutPrincipal(tokens: string[]): string[] {
  const [, , third, fourth] = tokens;
  const isShifted =
    third !== undefined &&
    fourth !== undefined &&
    !SIGNATURE_VERSION.test(third) &&
    SIGNATURE_VERSION.test(fourth);
  return isShifted ? tokens.toSpliced(1, 1) : tokens;
}

/** The next quote with a space or the end of the line behind it; -1 where there is none. */
function closingQuote(line: string, from: number): number {
  const beforeSpace = line.indexOf('" ', from);
  if (beforeSpace !== -1) return beforeSpace;
  return line.length > from && line.endsWith('"') ? line.length - 1 : -1;
}
