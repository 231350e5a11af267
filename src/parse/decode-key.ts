/**
 * Field 8, the object key. S3 logs it URL-encoded twice, and once for the records that it writes on
 * its own (`BATCH.*` of a multi-object delete, `S3.*` of lifecycle rules); only the operation tells,
 * because `%2525` can be either. Each pass is form-style: `+` is a space. Sequences that are no
 * encoding stay as they are, bytes that are no UTF-8 become U+FFFD, and nothing throws.
 */
import { Buffer } from 'node:buffer';
import { decodeForm } from '../core/decode-form.ts';
import { decodeUtf8 } from './decode-utf8.ts';

export interface LoggedKey {
  readonly key: string;
  /** The logged form, only where decoding changed it. */
  readonly keyLogged: string | null;
}

/** Something to decode: an encoding, or a byte that is not ASCII. */
const MAYBE_ENCODED = /[%+\x80-\xFF]/;

export function decodeKey(logged: string, operation: string | undefined): LoggedKey {
  if (!MAYBE_ENCODED.test(logged)) return { key: logged, keyLogged: null };
  const bytes = Buffer.from(logged, 'latin1');
  let length = decodeForm(bytes, bytes.length);
  if (!isEncodedOnce(operation)) length = decodeForm(bytes, length);
  const keyBytes = bytes.subarray(0, length);
  const isSame = length === logged.length && keyBytes.toString('latin1') === logged;
  return { key: keyBytes.toString('utf8'), keyLogged: isSame ? null : decodeUtf8(logged) };
}

/** Where the operation says that the key is. */
export const isEncodedOnce = (operation = ''): boolean =>
  operation.startsWith('BATCH.') || operation.startsWith('S3.');
