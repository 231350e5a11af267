/** What a byte can be in an ordinary line, as bits: one look-up a byte. */

/** Printable ASCII without space, quote, backslash, `[`, and what can write a parameter: `=`, `%`, `&`. */
const TOKEN = 1;
/** The same with those three. */
const KEY = 2;
/** A key's, and the space: what stands between quotes. */
const QUOTED = 4;
/** A token's without the apostrophe: what stands in a host id before its `=`. */
const HOST_ID = 8;
/** `%` or `+`: something to decode. */
const ENCODED = 16;
/** `=`, `%` or `&`: where a parameter may stand, whose value may be secret. */
const PARAMETER = 32;
const QUESTION_MARK = 64;
/** What may stand in a user agent with quotes in it: printable ASCII without `[`. */
const AGENT = 128;

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
