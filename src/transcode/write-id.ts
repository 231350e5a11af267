/** The id of a record with a request id, as bytes: bulk/document-id.ts has the rule. */
import type { ByteWriter } from '../core/byte-writer.ts';

const DASH = 0x2d;
const ZERO = 0x30;
/** 72 bits. */
const HASH_BYTES = 9;
const BASE64URL = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const BASE36 = Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz');
/** Digits of every time that has so many to the base of 36: those from 1971 to 2038. */
const TIME_DIGITS = 6;

/** The last second that can be written. */
export const ID_SECONDS_MAX = 36 ** TIME_DIGITS - 1;

/** `lineHash`: SHA-256 of the line's bytes, one character a byte. */
export function writeId(timeSeconds: number, lineHash: string, to: ByteWriter): void {
  for (let power = 36 ** (TIME_DIGITS - 1); power >= 1; power /= 36)
    to.byte(BASE36[Math.floor(timeSeconds / power) % 36] ?? ZERO);
  to.byte(DASH);
  for (let at = 0; at < HASH_BYTES; at += 3) {
    const bits =
      (lineHash.charCodeAt(at) << 16) |
      (lineHash.charCodeAt(at + 1) << 8) |
      lineHash.charCodeAt(at + 2);
    to.byte(BASE64URL[bits >>> 18] ?? ZERO);
    to.byte(BASE64URL[(bits >>> 12) & 63] ?? ZERO);
    to.byte(BASE64URL[(bits >>> 6) & 63] ?? ZERO);
    to.byte(BASE64URL[bits & 63] ?? ZERO);
  }
}
