/**
 * Field 8, the object key. S3 logs it URL-encoded twice, and once for the records that it writes on
 * its own (`BATCH.*` of a multi-object delete, `S3.*` of lifecycle rules); only the operation tells,
 * because `%2525` can be either. Each pass is form-style: `+` is a space. Sequences that are no
 * encoding stay as they are, bytes that are no UTF-8 become U+FFFD, and nothing throws.
 */
import { Buffer } from 'node:buffer';
import { decodeUtf8 } from './decode-utf8.ts';

export interface LoggedKey {
  readonly key: string;
  /** The logged form, only where decoding changed it. */
  readonly keyLogged: string | null;
}

/** Something to decode: an encoding, or a byte that is not ASCII. */
const MAYBE_ENCODED = /[%+\x80-\xFF]/;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

export function decodeKey(logged: string, operation: string | undefined): LoggedKey {
  if (!MAYBE_ENCODED.test(logged)) return { key: logged, keyLogged: null };
  const bytes = Buffer.from(logged, 'latin1');
  let length = decodePass(bytes, bytes.length);
  if (!isEncodedOnce(operation)) length = decodePass(bytes, length);
  const keyBytes = bytes.subarray(0, length);
  const isSame = length === logged.length && keyBytes.toString('latin1') === logged;
  return { key: keyBytes.toString('utf8'), keyLogged: isSame ? null : decodeUtf8(logged) };
}

const isEncodedOnce = (operation = ''): boolean =>
  operation.startsWith('BATCH.') || operation.startsWith('S3.');

/** Decodes the first `length` bytes in place; returns how many are left. */
function decodePass(bytes: Buffer, length: number): number {
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
