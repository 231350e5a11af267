/**
 * A copy of a string that keeps nothing else alive. A slice of a line holds on to the whole chunk
 * of the log object that it was cut from, so whatever outlives its line is detached first.
 */
import { Buffer } from 'node:buffer';

export function detach(text: string): string {
  // UTF-16, not UTF-8: every string survives it as it is.
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
