import type { AsOf } from '../../questions/reach/as-of.ts';

const NOT_ASCII = /[^\x20-\x7e]/g;

/**
 * How far an answer reaches, as JSON in one header. The list of sources is left out: there may be a
 * thousand, and a header has 16 KiB.
 */
export const asOfHeader = ({ sources: _, ...asOf }: AsOf): string => asciiJson(asOf);

/** JSON that may stand in a header. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    NOT_ASCII,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
