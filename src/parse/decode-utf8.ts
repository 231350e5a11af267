/**
 * Bytes as text. Lines travel as Latin-1 strings, one character a byte; a value that is not ASCII is
 * read again as UTF-8, with U+FFFD for bytes that are none: S3 logs what callers send.
 */
import { Buffer } from 'node:buffer';

/** Any character above 0x7F; S3 logs control characters as they are, and they stay. */
const NOT_ASCII = /[^\0-\x7F]/;

export function decodeUtf8(latin1: string): string {
  return NOT_ASCII.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
}
