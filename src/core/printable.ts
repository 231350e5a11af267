/**
 * Text from logs is under the control of whoever made the requests. Before it reaches a terminal it
 * loses what could steer the terminal or reorder what is read: C0, C1, bidirectional and other format
 * controls.
 */

const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

/** Every control character becomes `·`, so that one sees that something was there. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '·');

/** The same for text that has several lines by itself. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
