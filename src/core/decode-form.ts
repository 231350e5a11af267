/**
 * One pass of form-style URL decoding: `+` is a space, `%2F` is a slash. Sequences that are no encoding
 * stay as they are, and nothing throws, as `decodeURIComponent` does.
 */
import type { Buffer } from 'node:buffer';

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** Decodes the first `length` bytes in place; returns how many are left. */
export function decodeForm(bytes: Buffer, length: number): number {
  let to = 0;
  for (let from = 0; from < length; from += 1) {
    const byte = bytes[from] ?? 0;
    const high = byte === PERCENT && from + 2 < length ? hexDigit(bytes[from + 1]) : -1;
    const low = high === -1 ? -1 : hexDigit(bytes[from + 2]);
    if (low !== -1) {
      bytes[to] = high * 16 + low;
      from += 2;
    } else {
      bytes[to] = byte === PLUS ? SPACE : byte;
    }
    to += 1;
  }
  return to;
}

/** The value of an ASCII hex digit; -1 for any other byte. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lowerCase = byte | 0x20;
  return lowerCase >= 0x61 && lowerCase <= 0x66 ? lowerCase - 0x57 : -1;
}
