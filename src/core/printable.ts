/**
 * Text from logs is under the control of whoever made the requests. Before it reaches a terminal it
 * loses what could steer the terminal or reorder what is read: C0, C1, bidirectional and other format
 * controls.
 */
import { Buffer } from 'node:buffer';

const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

/** Every control character becomes `·`, so that one sees that something was there. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '·');

/** For text of several lines: their ends stay. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** What JSON leaves as it is of the above: it stands inside strings only, so that an escape is equal. */
const UNPRINTABLE_IN_JSON =
  /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

/** JSON text, or lines of it, with the same values and without a character that steers a terminal. */
export function printableJson(json: string): string {
  // Nearly all is ASCII, which is known ten times as fast as it is searched: `parse` prints gigabytes.
  if (Buffer.byteLength(json) === json.length && !json.includes('\x7f')) return json;
  return json.replace(
    UNPRINTABLE_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as one line of JSON, for a terminal too. */
export const jsonLine = (value: unknown): string => `${printableJson(JSON.stringify(value))}\n`;
