import type { AsOf } from '../../questions/reach/as-of.ts';
import type { RecordPeriod } from '../../questions/reach/record-period.ts';

const NOT_ASCII = /[^\x20-\x7e]/g;

/**
 * How far an answer reaches, as JSON in one header. The list of sources is left out: there may be a
 * thousand, and a header has 16 KiB.
 */
export const asOfHeader = ({ sources: _, ...asOf }: AsOf): string => asciiJson(asOf);

export const periodHeader = (period: RecordPeriod): string => asciiJson(period);

/** A quarter of what the headers of an answer may have in all. */
const NOTES_CHARACTERS_MAX = 4_000;

/** As many notes as a header has room for: the values that they name may be long. */
export function notesHeader(notes: readonly string[]): string {
  let left = NOTES_CHARACTERS_MAX;
  const fitting = notes.filter((note) => {
    left -= asciiJson(note).length;
    return left > 0;
  });
  return asciiJson(fitting);
}

/** JSON that may stand in a header. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    NOT_ASCII,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
