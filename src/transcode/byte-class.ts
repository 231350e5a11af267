/** What a byte can be in an ordinary line, as bits: one look-up a byte. */

/** Printable ASCII without space, quote, backslash, `[`, and what can write a parameter: `=`, `%`, `&`. */
export const TOKEN = 1;
/** The same with those three. */
export const KEY = 2;
/** A key's, and the space: what stands between quotes. */
export const QUOTED = 4;
/** A token's without the apostrophe: what stands in a host id before its `=`. */
export const HOST_ID = 8;
/** `%` or `+`: something to decode. */
export const ENCODED = 16;
/** `=`, `%` or `&`: where a parameter may stand, whose value may be secret. */
export const PARAMETER = 32;
export const QUESTION_MARK = 64;
/** What may stand in a user agent with quotes in it: printable ASCII without `[`. */
export const AGENT = 128;

const classOf = (character: string): number =>
  (/[!#$'-<>-Z\]-~]/.test(character) ? TOKEN : 0) |
  (/[!#-Z\]-~]/.test(character) ? KEY : 0) |
  (/[ !#-Z\]-~]/.test(character) ? QUOTED : 0) |
  (/[!#$(-<>-Z\]-~]/.test(character) ? HOST_ID : 0) |
  (/[%+]/.test(character) ? ENCODED : 0) |
  (/[=%&]/.test(character) ? PARAMETER : 0) |
  (character === '?' ? QUESTION_MARK : 0) |
  (/[ -Z\\-~]/.test(character) ? AGENT : 0);

export const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 ? classOf(String.fromCharCode(byte)) : 0,
);

const ASCII = 0x80;
/** Where PAIRS holds the classes that either byte has, beside those that both have. */
export const EITHER_SHIFT = 8;

/** Two bytes, the first the lower one: classes that both have, and those that either has. */
export const PAIRS = new Uint16Array(0x1_0000);
for (let first = 0; first < ASCII; first += 1)
  for (let second = 0; second < ASCII; second += 1) {
    const a = CLASSES[first] ?? 0;
    const b = CLASSES[second] ?? 0;
    PAIRS[first | (second << 8)] = (a & b) | ((a | b) << EITHER_SHIFT);
  }
